package org.renkei.bench.growth;

import static org.renkei.bench.growth.Growth.tell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.renkei.bench.Postgres;
import org.renkei.database.Shelter;
import org.renkei.tracking.journey.JourneyQuery;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.Place;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;
import org.renkei.tracking.store.TrackingConfig;
import org.renkei.tracking.store.TrackingStore;

/**
 * Journeys of a start and three steps in one tracking database: how fast they are stored, found, and deleted beside that. In H2;
 * with {@code RENKEI_GROWTH_DATABASE=postgresql} in a PostgreSQL. Every thousandth fails; one in five has an item.
 */
final class ManyJourneys implements Growth.Trial {
    private static final int IN_A_TRANSACTION = 1_250;
    private static final int TOLD_EVERY = 10;
    private static final int SEARCHES = 5;
    private static final String[] STEPS = {"stock", "payment", "shipping"};
    private static final Duration APART = Duration.ofMillis(100);

    private final int usual;

    ManyJourneys(int usual) {
        this.usual = usual;
    }

    @Override
    public void run(Path directory, int size) throws Exception {
        int journeys = size > 0 ? size : usual;
        if ("postgresql".equals(System.getenv("RENKEI_GROWTH_DATABASE"))) {
            try (Postgres postgres = new Postgres()) {
                String url = postgres.newDatabase("tracking");
                run(new TrackingConfig(url, Postgres.USER, Postgres.USER, null, null, null), null, journeys);
            }
        } else {
            deleteAll(directory);
            Files.createDirectories(directory);
            run(TrackingConfig.embedded(directory), directory, journeys);
            deleteAll(directory);
        }
    }

    /** @param files whose size is told; null if they are not ours */
    private static void run(TrackingConfig config, Path files, int journeys) throws Exception {
        Instant begin = Instant.now().minus(APART.multipliedBy(journeys));
        try (TrackingStore store = TrackingStore.open(config, Clock.systemUTC())) {
            int part = journeys / TOLD_EVERY;
            for (int stored = 0; stored < journeys; stored += part) {
                double seconds = store(store, begin, stored, stored + part);
                tell(
                        "%,d journeys: %,.0f/s (%,.0f events/s)%s",
                        stored + part,
                        part / seconds,
                        part * (STEPS.length + 1) / seconds,
                        files == null ? "" : ", file %,d MiB".formatted(sizeMiB(files)));
            }
            search(store, begin, journeys);
            retain(store, begin, journeys);
        }
    }

    private static double store(TrackingStore store, Instant begin, int from, int to) throws Exception {
        long began = System.nanoTime();
        List<StepEvent> events = new ArrayList<>();
        for (int i = from; i < to; i++) {
            addJourney(events, i, begin.plus(APART.multipliedBy(i)));
            if (events.size() >= IN_A_TRANSACTION * (STEPS.length + 1) || i == to - 1) {
                Shelter.run(() -> write(store, events));
                events.clear();
            }
        }
        return (System.nanoTime() - began) / 1e9;
    }

    private static Void write(TrackingStore store, List<StepEvent> events) {
        store.writer().write(events);
        return null;
    }

    private static void addJourney(List<StepEvent> events, int number, Instant start) {
        String job = id(number);
        boolean fails = number % 1_000 == 999;
        for (int seq = 0; seq <= STEPS.length; seq++) {
            boolean last = seq == STEPS.length;
            StepOutcome outcome = last && fails ? StepOutcome.FAILED : StepOutcome.DONE;
            events.add(new StepEvent(
                    job,
                    "",
                    seq,
                    "orders",
                    "1a2b3c4d",
                    "order-" + number,
                    null,
                    seq == 0 ? null : STEPS[seq - 1],
                    seq == 0 ? "orders-in" : "orders-" + STEPS[seq - 1],
                    seq == 0 ? null : STEPS[seq - 1],
                    1,
                    false,
                    start.plusMillis(10L * seq),
                    start.plusMillis(10L * seq + 2),
                    start.plusMillis(10L * seq + 5),
                    outcome,
                    outcome == StepOutcome.FAILED ? "no carrier for order " + number : null,
                    last && number % 5 == 0 ? Map.of("parcel", "p" + number) : Map.of(),
                    last ? List.of() : List.of(new Place("", STEPS[seq], "orders-" + STEPS[seq], false)),
                    "growth"));
        }
    }

    private static String id(int number) {
        return new UUID(number * 1_000_000L << 16 | 0x1000, 0x9e3779b97f4a7c15L).toString();
    }

    private static void search(TrackingStore store, Instant begin, int journeys) {
        int middle = journeys / 2;
        Map<String, Consumer<JourneyQuery.Builder>> searches = new LinkedHashMap<>();
        searches.put("job", query -> query.job(id(middle)));
        searches.put("correlation id", query -> query.correlationId("order-" + middle));
        searches.put("item", query -> query.item("parcel", "p" + (middle - middle % 5)));
        searches.put("newest of a flow", query -> query.flow("orders"));
        searches.put("failed ones", query -> query.state(JourneyState.FAILED));
        searches.put("ended in a step", query -> query.step("shipping"));
        searches.put(
                "a minute long ago",
                query -> query.since(begin.plus(APART.multipliedBy(middle)))
                        .until(begin.plus(APART.multipliedBy(middle)).plusSeconds(60)));
        searches.put("text in an error", query -> query.error("order " + (middle - middle % 1_000 + 999)));
        searches.put("text that no error has", query -> query.error("no such text"));
        searches.forEach((name, search) -> tell(
                "search by %s: %s",
                name, timed(() -> {
                    JourneyQuery.Builder query = JourneyQuery.builder();
                    search.accept(query);
                    return store.journeys().search(query.build()).size();
                })));
        tell(
                "counts by state: %s",
                timed(() -> store.journeys().countByState(null).size()));
    }

    private interface Search {
        int found();
    }

    /** The first, which reads what is not in memory, and the fastest. */
    private static String timed(Search search) {
        double first = 0;
        double fastest = Double.MAX_VALUE;
        int found = 0;
        for (int i = 0; i < SEARCHES; i++) {
            long began = System.nanoTime();
            found = search.found();
            double millis = (System.nanoTime() - began) / 1e6;
            first = i == 0 ? millis : first;
            fastest = Math.min(fastest, millis);
        }
        return "%,d found, %,.1f ms at first, %,.1f ms then".formatted(found, first, fastest);
    }

    /** Deletes the oldest tenth while others are stored. */
    private static void retain(TrackingStore store, Instant begin, int journeys) throws Exception {
        int tenth = journeys / TOLD_EVERY;
        AtomicBoolean deleting = new AtomicBoolean(true);
        long began = System.nanoTime();
        Thread retention = new Thread(() -> {
            int deleted = store.purge().endedBefore(begin.plus(APART.multipliedBy(tenth)), 500, () -> true);
            tell("retention: %,d deleted, %,.0f/s", deleted, deleted * 1e9 / (System.nanoTime() - began));
            deleting.set(false);
        });
        retention.start();
        int stored = journeys;
        while (deleting.get()) {
            store(store, begin, stored, stored + IN_A_TRANSACTION);
            stored += IN_A_TRANSACTION;
        }
        retention.join();
        tell(
                "stored meanwhile: %,d, %,.0f/s",
                stored - journeys, (stored - journeys) * 1e9 / (System.nanoTime() - began));
    }

    private static long sizeMiB(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                            .mapToLong(file -> file.toFile().length())
                            .sum()
                    >> 20;
        }
    }

    private static void deleteAll(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
