package org.renkei.tracking.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.renkei.tracking.journey.JobEvents;
import org.renkei.tracking.journey.StepEvent;

/**
 * Measures how many events a second go into a database; not a test. Four events a job, one with an item; half of the jobs
 * are spread over two lists. Arguments: {@code h2 DIR} or {@code postgresql}, events in thousands, events in a list.
 */
final class IngestRate {

    private static long ids = System.currentTimeMillis();

    private IngestRate() {}

    public static void main(String[] args) throws IOException {
        int thousands = Integer.parseInt(args[2]);
        int list = Integer.parseInt(args[3]);
        if (args[0].equals("h2")) {
            Path dir = Path.of(args[1]);
            String url = System.getProperty("url", TrackingConfig.embeddedUrl(dir));
            run(TrackingConfig.embedded(dir).withUrl(url, "sa", ""), thousands, list, dir.resolve("tracking.mv.db"));
        } else {
            try (EmbeddedPostgres server = EmbeddedPostgres.start()) {
                String url = server.getJdbcUrl("postgres", "postgres");
                run(new TrackingConfig(url, "postgres", null, null, null, null), thousands, list, null);
            }
        }
    }

    private static void run(TrackingConfig config, int thousands, int list, Path file) throws IOException {
        try (TrackingStore store = TrackingStore.open(config, Clock.systemUTC())) {
            List<StepEvent> waiting = List.of();
            int written = 0;
            long begin = System.nanoTime();
            long last = begin;
            for (int i = 0; written < thousands * 1_000; i++) {
                List<StepEvent> events = new ArrayList<>(waiting);
                List<StepEvent> later = new ArrayList<>();
                for (int job = 0; events.size() < list; job++) {
                    List<StepEvent> all = job();
                    events.addAll(job % 2 == 0 ? all : all.subList(0, 2));
                    later.addAll(job % 2 == 0 ? List.of() : all.subList(2, 4));
                }
                waiting = later;
                store.writer().write(events);
                if ((written + events.size()) / 50_000 > written / 50_000) {
                    long now = System.nanoTime();
                    System.out.printf(
                            "%,d events, %,.0f a second, file %,d%n",
                            written + events.size(), 50_000 * 1e9 / (now - last), size(file));
                    last = now;
                }
                written += events.size();
            }
            System.out.printf("all: %,.0f a second%n", written * 1e9 / (System.nanoTime() - begin));
            long purgeBegin = System.nanoTime();
            int purged = store.purge().endedBefore(Instant.now().plus(Duration.ofDays(1)), 500, () -> true);
            System.out.printf(
                    "purged %,d journeys, %,.0f a second, file %,d%n",
                    purged, purged * 1e9 / (System.nanoTime() - purgeBegin), size(file));
            long compactBegin = System.nanoTime();
            System.out.printf(
                    "space given back: %s, %,d ms, file %,d%n",
                    store.purge().giveBackSpace(), (System.nanoTime() - compactBegin) / 1_000_000, size(file));
        }
        System.out.printf("closed, file %,d%n", size(file));
    }

    private static long size(Path file) throws IOException {
        return file == null ? 0 : Files.size(file);
    }

    /** In the order of time, as a UUID of version 7 is. */
    private static String id() {
        UUID random = UUID.randomUUID();
        return new UUID(++ids << 16 | 0x7000, random.getLeastSignificantBits()).toString();
    }

    private static List<StepEvent> job() {
        JobEvents job = JobEvents.of(id(), Instant.now()).correlationId("order-4711");
        return List.of(
                job.start(JobEvents.to("stock")),
                job.done(1, "stock", JobEvents.to("payment")),
                job.doneWith(2, "payment", Map.of("customer", "c-" + job.hashCode()), JobEvents.to("mail")),
                job.done(3, "mail"));
    }
}
