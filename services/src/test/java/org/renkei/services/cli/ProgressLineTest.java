package org.renkei.services.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private final StringWriter written = new StringWriter();

    @Test
    void shouldPrintOnlyWhatIsDoneOnAPipe() {
        ProgressLine progress = new ProgressLine(new PrintWriter(written), false);

        progress.now("half");
        progress.done("whole");

        assertThat(written).hasToString("whole" + System.lineSeparator());
    }

    @Test
    void shouldWriteOverTheLineOnATerminal() {
        ProgressLine progress = new ProgressLine(new PrintWriter(written), true);

        progress.now("half");
        progress.done("whole");

        assertThat(written).hasToString("\r\u001b[Khalf\r\u001b[Kwhole" + System.lineSeparator());
    }
}
