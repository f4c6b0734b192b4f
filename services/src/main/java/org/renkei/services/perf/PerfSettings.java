package org.renkei.services.perf;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import org.renkei.broker.table.DataSourceConfig;

/**
 * How it is measured.
 *
 * @param messages that go through each pipeline in each round
 * @param rounds at most, the dropped one included
 * @param enough no further round begins after this
 * @param consumers workers on each queue
 * @param batch messages in one commit, at most
 * @param bodyBytes size of each body
 * @param database in which database channels are measured; null for the embedded one
 */
record PerfSettings(
        int messages,
        int rounds,
        @JsonIgnore Duration enough,
        int consumers,
        int batch,
        int bodyBytes,
        @JsonIgnore DataSourceConfig database) {
    static PerfSettings full() {
        return new PerfSettings(20_000, 8, Duration.ofMinutes(5), 4, 20, 1024, null);
    }

    static PerfSettings quick() {
        return new PerfSettings(4_000, 6, Duration.ofSeconds(25), 4, 20, 1024, null);
    }

    PerfSettings on(DataSourceConfig otherDatabase) {
        return new PerfSettings(messages, rounds, enough, consumers, batch, bodyBytes, otherDatabase);
    }

    /** For the report. */
    @JsonProperty
    String databaseProduct() {
        return database != null && database.url() != null && database.url().startsWith("jdbc:postgresql:")
                ? "PostgreSQL"
                : "H2";
    }
}
