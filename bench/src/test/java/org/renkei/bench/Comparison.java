package org.renkei.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Renkei beside what one would take instead, all doing the work that {@link Contender} tells: {@code bench/run comparison [rounds
 * [seconds]]}. Each moves, in each round, as many jobs as take it about those seconds; the order is shuffled, and the first round dropped.
 */
final class Comparison {
    private static final int FIRST_JOBS = 500;
    private static final int LEAST_JOBS = 500;
    private static final int MOST_JOBS = 60_000;

    private final Arrivals arrivals;
    private final List<Contender> contenders;
    private final int seconds;
    private final Map<Contender, List<Rates>> measured = new LinkedHashMap<>();

    /** Jobs a second until the last has ended, and until the record of the last is in the database. */
    record Rates(double done, double recorded) {}

    private Comparison(Arrivals arrivals, List<Contender> contenders, int seconds) {
        this.arrivals = arrivals;
        this.contenders = contenders;
        this.seconds = seconds;
        contenders.forEach(contender -> measured.put(contender, new ArrayList<>()));
    }

    public static void main(String[] args) throws Exception {
        int rounds = args.length > 0 ? Integer.parseInt(args[0]) : 5;
        int seconds = args.length > 1 ? Integer.parseInt(args[1]) : 6;
        Arrivals arrivals = new Arrivals();
        List<Contender> contenders = new ArrayList<>();
        try (Postgres postgres = new Postgres()) {
            try {
                contenders.add(new RenkeiContender("PostgreSQL", postgres.newDatabase("renkei"), arrivals));
                contenders.add(new RenkeiContender("H2", null, arrivals));
                contenders.add(new CamelContender(postgres.newDatabase("camel"), arrivals));
                contenders.add(new DbSchedulerContender(postgres.newDatabase("dbscheduler"), arrivals));
                contenders.add(new JobRunrContender(postgres.newDatabase("jobrunr"), arrivals));
                Comparison comparison = new Comparison(arrivals, contenders, seconds);
                comparison.measure(rounds);
                comparison.print(postgres.version());
            } finally {
                for (Contender contender : contenders) {
                    contender.close();
                }
            }
        }
        // Some of them leave threads behind.
        System.exit(0);
    }

    private void measure(int rounds) throws Exception {
        Map<Contender, Integer> jobs = new LinkedHashMap<>();
        contenders.forEach(contender -> jobs.put(contender, FIRST_JOBS));
        for (int round = 0; round <= rounds + 1; round++) {
            List<Contender> order = new ArrayList<>(contenders);
            Collections.shuffle(order);
            for (Contender contender : order) {
                int moved = jobs.get(contender);
                Rates rates = move(contender, moved);
                System.err.printf(
                        "round %d: %s, %d jobs: %.0f/s, recorded %.0f/s%n",
                        round, contender.name(), moved, rates.done, rates.recorded);
                jobs.put(contender, (int) Math.max(LEAST_JOBS, Math.min(MOST_JOBS, rates.recorded * seconds)));
                // The first two only tell how many, and warm up.
                if (round > 1) {
                    measured.get(contender).add(rates);
                }
            }
        }
    }

    private Rates move(Contender contender, int jobs) throws Exception {
        arrivals.expect(jobs);
        contender.fill(jobs);
        contender.begin();
        long began = arrivals.await();
        long ended = System.nanoTime();
        contender.settle(jobs);
        long recorded = System.nanoTime();
        arrivals.verify();
        contender.rest();
        return new Rates(jobs * 1e9 / (ended - began), jobs * 1e9 / (recorded - began));
    }

    private void print(String postgres) {
        System.out.printf("PostgreSQL %s. Jobs a second and ratios: median (least, most)%n%n", postgres);
        System.out.println("| | done | until recorded | Renkei, PostgreSQL, to it | Renkei, H2, to it |");
        System.out.println("|---|---|---|---|---|");
        for (Contender contender : contenders) {
            List<Rates> rates = measured.get(contender);
            System.out.printf(
                    "| %s | %s | %s | %s | %s |%n",
                    contender.name(),
                    spread("%,.0f", rates.stream().map(Rates::done).toList()),
                    spread("%,.0f", rates.stream().map(Rates::recorded).toList()),
                    ratio(contenders.get(0), contender),
                    ratio(contenders.get(1), contender));
        }
        System.out.println();
        contenders.forEach(contender -> System.out.printf("- %s: %s%n", contender.name(), contender.settings()));
    }

    /** Of the rates until recorded, round by round. */
    private String ratio(Contender renkei, Contender other) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < measured.get(other).size(); round++) {
            ratios.add(measured.get(renkei).get(round).recorded
                    / measured.get(other).get(round).recorded);
        }
        return renkei == other ? "" : spread("%.2f", ratios);
    }

    private static String spread(String format, List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int size = sorted.size();
        double median = (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
        return (format + " (" + format + ", " + format + ")").formatted(median, sorted.get(0), sorted.get(size - 1));
    }
}
