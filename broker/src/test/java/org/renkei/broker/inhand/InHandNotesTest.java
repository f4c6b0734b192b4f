package org.renkei.broker.inhand;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process leaves when it dies is what its files hold: opening them anew without closing is a crash. */
class InHandNotesTest {

    @TempDir
    Path folder;

    @Test
    void c1_shouldCountTheCrashesThatAMessageWasInHandAt() {
        // Given two messages in hand at a crash
        InHandFile first = InHandNotes.open(folder).take();
        first.note(7);
        first.note(8);

        // When one of them is in hand at the next one too
        InHandNotes second = InHandNotes.open(folder);
        assertThat(second.crashesOf(7)).isEqualTo(1);
        second.take().note(7);

        // Then
        InHandNotes third = InHandNotes.open(folder);
        assertThat(third.crashesOf(7)).isEqualTo(2);
        assertThat(third.crashesOf(8)).isEqualTo(1);
        assertThat(third.crashesOf(9)).isZero();
        assertThat(third.foundAtStart()).isEqualTo(2);
    }

    @Test
    void c1_shouldCountOneCrashOnceForAMessageInTwoFiles() {
        InHandNotes notes = InHandNotes.open(folder);
        notes.take().note(7);
        notes.take().note(7);

        assertThat(InHandNotes.open(folder).crashesOf(7)).isEqualTo(1);
    }

    @Test
    void shouldForgetWhatIsDone() {
        InHandNotes.open(folder).take().note(7);

        InHandNotes.open(folder).done(List.of(7L));

        assertThat(InHandNotes.open(folder).crashesOf(7)).isZero();
    }
}
