package org.renkei.bench.growth;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** {@code bench/run growth TRIAL [N]}: prints what it finds, a line for each figure. */
final class Growth {
    private static final Map<String, Trial> TRIALS = new TreeMap<>(Map.of(
            "idle", new ManyChannels(100, 20),
            "channels", new ManyChannels(5_000, 0),
            "flows", new ManyChannels(0, 500),
            "pending", new Pending(10_000_000),
            "body", new LargeBody(100),
            "producers", new ManyProducers(1_000),
            "journeys", new ManyJourneys(10_000_000)));

    /** One question about size. */
    interface Trial {
        /** @param size of what grows; 0 for the trial's own */
        void run(Path directory, int size) throws Exception;
    }

    private Growth() {}

    public static void main(String[] args) throws Exception {
        Trial trial = args.length == 0 ? null : TRIALS.get(args[0]);
        if (trial == null) {
            System.err.println("which? one of " + String.join(", ", TRIALS.keySet()));
            System.exit(2);
        }
        trial.run(Path.of("bench/target/growth", args[0]), args.length > 1 ? Integer.parseInt(args[1]) : 0);
        System.exit(0);
    }

    static void tell(String what, Object... values) {
        System.out.printf(what + "%n", values);
    }
}
