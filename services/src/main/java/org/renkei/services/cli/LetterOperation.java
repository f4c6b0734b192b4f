package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;

/** Follows what the server does to many dead letters, until it has ended. Ctrl-C ends it there, too, between two batches. */
final class LetterOperation {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);
    private static final Duration CANCELLED_WITHIN = Duration.ofSeconds(10);

    private final ServerConnection server;
    private final ProgressLine progress;
    private final String doing;

    /** @param doing as the progress says it: {@code Retrying} */
    LetterOperation(ServerConnection server, ProgressLine progress, String doing) {
        this.server = server;
        this.progress = progress;
        this.doing = doing;
    }

    /**
     * @param begun as the server answered
     * @return its last report
     */
    JsonNode follow(JsonNode begun) {
        Thread cancelling = new Thread(() -> cancel(begun), "renkei-cancel");
        Runtime.getRuntime().addShutdownHook(cancelling);
        try {
            return awaitEnd(begun, Long.MAX_VALUE);
        } finally {
            progress.clear();
            unhook(cancelling);
        }
    }

    private JsonNode awaitEnd(JsonNode begun, long withinNanos) {
        long began = System.nanoTime();
        JsonNode report = begun;
        while (isRunning(report) && System.nanoTime() - began < withinNanos) {
            Pause.of(LOOK_EVERY);
            report = server.get(path(begun));
            progress.now(String.format("%s: %s", doing, counts(report)));
        }
        return report;
    }

    private void cancel(JsonNode begun) {
        try {
            server.post(path(begun) + "/cancel", "{}", CANCELLED_WITHIN);
            JsonNode report = awaitEnd(begun, CANCELLED_WITHIN.toNanos());
            progress.done("cancelled: " + counts(report) + "; the others lie where they lay");
        } catch (CommandException e) {
            progress.done("not cancelled: " + e.getMessage());
        }
    }

    private static void unhook(Thread cancelling) {
        try {
            Runtime.getRuntime().removeShutdownHook(cancelling);
        } catch (IllegalStateException e) {
            // It was Ctrl-C: the hook tells how far it came, and then the process ends.
            Pause.of(CANCELLED_WITHIN);
        }
    }

    private static String path(JsonNode operation) {
        return "/dead-letters/operations/"
                + ServerConnection.segment(operation.path("id").asText());
    }

    private static boolean isRunning(JsonNode report) {
        return report.path("state").asText().equals("RUNNING");
    }

    /** {@code 2,500 of 10,000}. */
    static String counts(JsonNode report) {
        return String.format(
                "%,d of %,d",
                report.path("done").asLong(), report.path("matched").asLong());
    }
}
