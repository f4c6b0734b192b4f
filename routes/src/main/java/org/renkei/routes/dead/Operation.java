package org.renkei.routes.dead;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;

/** Something that is done to many dead letters, while it is done and afterwards. Thread-safe. */
public final class Operation {

    /** How far it is. */
    public enum State {
        RUNNING,
        DONE,
        /** Somebody asked it to end; what it had done is done. */
        CANCELLED,
        /** It could not go on; what it had done is done. */
        FAILED
    }

    /**
     * Letters that it could do nothing about.
     *
     * @param reason why; they lie where they lay
     */
    public record Left(String reason, long letters) {}

    /**
     * What is known of it now.
     *
     * @param what it does, in one word
     * @param matched letters that it is about; 0 until they are counted
     * @param done letters that are where they should be, on disk
     * @param left letters that stayed, by reason; as many as differ in it up to a hundred
     * @param error why it failed; null if it did not
     */
    public record Report(String id, String what, State state, long matched, long done, List<Left> left, String error) {}

    private static final int MOST_REASONS = 100;
    private static final String OTHER_REASONS = "other reasons";

    private final String id = UUID.randomUUID().toString();
    private final String what;
    private final Map<String, Long> left = new ConcurrentSkipListMap<>();
    private volatile State state = State.RUNNING;
    private volatile boolean cancelled;
    private long matched;
    private long done;
    private String error;

    Operation(String what) {
        this.what = what;
    }

    public String id() {
        return id;
    }

    public synchronized Report report() {
        List<Left> reasons = new ArrayList<>();
        left.forEach((reason, letters) -> reasons.add(new Left(reason, letters)));
        return new Report(id, what, state, matched, done, reasons, error);
    }

    /** It ends after the batch in hand. No effect if it has ended. */
    public void cancel() {
        cancelled = true;
    }

    boolean goesOn() {
        return !cancelled;
    }

    synchronized void matched(long letters) {
        matched += letters;
    }

    synchronized void done(long letters) {
        done += letters;
    }

    synchronized void left(String reason, long letters) {
        String told = left.size() < MOST_REASONS || left.containsKey(reason) ? reason : OTHER_REASONS;
        left.merge(told, letters, Long::sum);
    }

    synchronized void ended() {
        state = cancelled && done < matched ? State.CANCELLED : State.DONE;
    }

    synchronized void failed(String reason) {
        error = reason;
        state = State.FAILED;
    }
}
