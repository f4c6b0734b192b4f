package org.renkei.services.perf;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.table.DataSourceConfig;

/**
 * How it is measured.
 *
 * @param quick one round of latencies instead of three
 * @param seconds for all of it, start and end of the rig included
 * @param messages that go through each pipeline in each round, at most: as many as the time is enough for
 * @param consumers workers on each queue
 * @param batch messages in one commit, at most
 * @param bodyBytes size of each body
 * @param only what is measured, of {@link #ALL}
 * @param database in which database channels are measured; null for the embedded one
 */
record PerfSettings(
        boolean quick,
        int seconds,
        int messages,
        int consumers,
        int batch,
        int bodyBytes,
        Set<String> only,
        @JsonIgnore DataSourceConfig database) {
    static final String TRACKING = "tracking";
    static final String MONITORING = "monitoring";
    static final String LATENCY = "latency";

    private static final List<Integer> STEPS = List.of(1, 3, 10);

    /** The flow about which the other questions are asked. */
    static final PerfFlow MAIN = new PerfFlow(ChannelKind.PERSISTENT, 3);

    /** What can be measured. */
    static final Set<String> ALL = all();

    private static Set<String> all() {
        Set<String> all = new LinkedHashSet<>();
        for (ChannelKind kind : List.of(ChannelKind.PERSISTENT, ChannelKind.VOLATILE, ChannelKind.DATABASE)) {
            STEPS.forEach(steps -> all.add(new PerfFlow(kind, steps).name()));
        }
        all.addAll(List.of(TRACKING, MONITORING, LATENCY));
        return all;
    }

    static PerfSettings full() {
        return new PerfSettings(false, 330, 20_000, 4, 20, 1024, ALL, null);
    }

    static PerfSettings quickly() {
        Set<String> most = new LinkedHashSet<>(
                List.of("persistent-1", "persistent-3", "volatile-3", "database-3", TRACKING, LATENCY));
        return new PerfSettings(true, 46, 20_000, 4, 20, 1024, most, null);
    }

    /** The same of these only. */
    PerfSettings only(Collection<String> names) {
        return new PerfSettings(quick, seconds, messages, consumers, batch, bodyBytes, Set.copyOf(names), database);
    }

    /** The flows that are measured, with those that the other questions are about. */
    List<PerfFlow> flows() {
        List<PerfFlow> flows = new ArrayList<>();
        for (String name : ALL) {
            int dash = name.indexOf('-');
            PerfFlow flow = dash < 0
                    ? null
                    : new PerfFlow(
                            ChannelKind.valueOf(name.substring(0, dash).toUpperCase(Locale.ROOT)),
                            Integer.parseInt(name.substring(dash + 1)));
            if (flow != null && (only.contains(name) || flow.equals(MAIN) && asksAboutMain())) {
                flows.add(flow);
            }
        }
        if (only.contains(TRACKING)) {
            flows.add(new PerfFlow(MAIN.kind(), MAIN.steps(), false));
        }
        return flows;
    }

    private boolean asksAboutMain() {
        return only.contains(TRACKING) || only.contains(MONITORING) || only.contains(LATENCY);
    }

    /** For the report. */
    @JsonProperty
    String databaseProduct() {
        return database != null && database.url() != null && database.url().startsWith("jdbc:postgresql:")
                ? "PostgreSQL"
                : "H2";
    }
}
