package org.renkei.bench.growth;

import static org.renkei.bench.growth.Growth.tell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** An installation of many channels and flows of three steps: how long it takes to start, and what it costs when nothing happens. */
final class ManyChannels implements Growth.Trial {
    private static final int SETTLE_SECONDS = 120;
    private static final int IDLE_SECONDS = 60;
    private static final int STARTS = 2;

    private final int channels;
    private final int flows;

    /** @param channels besides those of the flows, unless they are fewer */
    ManyChannels(int channels, int flows) {
        this.channels = channels;
        this.flows = flows;
    }

    @Override
    public void run(Path directory, int size) throws Exception {
        int ofFlows = size > 0 && flows > 0 ? size : flows;
        int all = size > 0 && flows == 0 ? size : channels;
        try (GrowingServer server = new GrowingServer(directory, "")) {
            furnish(server, all, ofFlows);
            tell("%,d channels, %,d flows of three steps", Math.max(all, 4 * ofFlows), ofFlows);
            for (int i = 0; i < STARTS; i++) {
                tell("start to ready, from the command: %.1f s", server.start());
                if (i < STARTS - 1) {
                    server.kill();
                }
            }
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
            tell("idle: %.2f %% of a processor, over %d s", server.processorPercent(IDLE_SECONDS), IDLE_SECONDS);
            tell("idle: %,d MiB resident", server.residentMiB());
            long began = System.nanoTime();
            int listed = server.http().get("/channels").path("channels").size();
            tell("page of %,d channels: %,d ms", listed, (System.nanoTime() - began) / 1_000_000);
            tell("live on the heap: %,d MiB", server.liveHeapMiB());
        }
    }

    private static void furnish(GrowingServer server, int channels, int flows) throws IOException {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < flows; i++) {
            String name = "flow-" + i;
            for (String channel : new String[] {"in", "one", "two", "three"}) {
                yaml.append(name).append('-').append(channel).append(": {kind: persistent}\n");
            }
            server.flow(name, """
                    flow: %1$s
                    start: %1$s-in
                    steps:
                      one: {channel: %1$s-one, uri: "log:growth?level=DEBUG", next: two}
                      two: {channel: %1$s-two, uri: "log:growth?level=DEBUG", next: three}
                      three: {channel: %1$s-three, uri: "log:growth?level=DEBUG", next: end}
                    """.formatted(name));
        }
        for (int i = 4 * flows; i < channels; i++) {
            yaml.append("channel-").append(i).append(i % 3 == 0 ? ": {kind: volatile}\n" : ": {kind: persistent}\n");
        }
        server.channels(yaml.toString());
    }
}
