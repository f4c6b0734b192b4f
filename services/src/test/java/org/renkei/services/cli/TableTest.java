package org.renkei.services.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class TableTest {

    @Test
    void shouldAlignTextToTheLeftAndNumbersToTheRight() {
        Table table = new Table().text("CHANNEL").number("QUEUED").text("STATE");

        table.row("order-in", 12_345, "active").row("x", 7L, "blocked");

        assertThat(table.lines())
                .containsExactly("CHANNEL   QUEUED  STATE", "order-in  12,345  active", "x              7  blocked");
    }

    @Test
    void shouldCutTheLongestTextToFitAHundredColumns() {
        Table table = new Table().id("JOB").text("ERROR");

        table.row("0123456789", "e".repeat(200));

        assertThat(table.lines().get(1))
                .hasSize(Table.WIDTH)
                .startsWith("0123456789  eee")
                .endsWith("e…");
    }

    @Test
    void shouldKeepIdsWholeHoweverLongTheyAre() {
        Table table = new Table().id("JOB").text("ERROR");
        String id = "i".repeat(98);

        table.row(id, "something went wrong");

        assertThat(table.lines().get(1)).startsWith(id + "  somethi…");
    }

    @Test
    void shouldKeepARowOnOneLine() {
        Table table = new Table().text("ERROR").row("first\n  second");

        assertThat(table.lines()).containsExactly("ERROR", "first second");
    }

    @Test
    void shouldShowNothingForNull() {
        assertThat(new Table().text("A").text("B").row(null, "b").lines()).containsExactly("A  B", "   b");
    }

    @Test
    void shouldRefuseARowOfAnotherLength() {
        assertThatThrownBy(() -> new Table().text("A").row("a", "b"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("1 cells make a row, got 2");
    }
}
