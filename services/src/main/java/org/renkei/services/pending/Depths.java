package org.renkei.services.pending;

import java.util.List;
import java.util.function.ToLongFunction;

/** What the channels hold at one moment; the verdict follows from it alone. */
record Depths(List<ChannelPending> channels, long trackingBacklog, long deadLetters) {

    long queued() {
        return sum(ChannelPending::queued);
    }

    long scheduled() {
        return sum(ChannelPending::scheduled);
    }

    long inProcess() {
        return sum(ChannelPending::inProcess);
    }

    long wouldLose() {
        return sum(ChannelPending::wouldLose);
    }

    long held() {
        return queued() + scheduled() + inProcess();
    }

    Verdict verdict() {
        return wouldLose() > 0 ? Verdict.WOULD_LOSE : held() > 0 ? Verdict.SUSPENDED : Verdict.SAFE;
    }

    String words() {
        return switch (verdict()) {
            case SAFE -> "Safe to stop: nothing waits and nothing runs.";
            case SUSPENDED ->
                "Safe to stop: " + messages(held()) + " in durable channels will go on at the next start.";
            case WOULD_LOSE ->
                "A stop now would lose " + messages(wouldLose())
                        + " in volatile channels. Use --drain to wait for them, or --force to give them up.";
        };
    }

    private static String messages(long count) {
        return count == 1 ? "1 message" : count + " messages";
    }

    private long sum(ToLongFunction<ChannelPending> part) {
        return channels.stream().mapToLong(part).sum();
    }
}
