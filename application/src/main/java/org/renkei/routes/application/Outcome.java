package org.renkei.routes.application;

import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;

/** What an application wants to happen to the job (B3). Immutable. */
public final class Outcome {
    private enum Kind {
        DONE,
        AGAIN,
        REPEAT,
        FAILED
    }

    private static final Outcome DONE = new Outcome(Kind.DONE, null, null, null);

    private final Kind kind;
    private final Object body;
    private final Duration delay;
    private final String reason;

    private Outcome(Kind kind, Object body, Duration delay, String reason) {
        this.kind = kind;
        this.body = body;
        this.delay = delay;
        this.reason = reason;
    }

    /** The step is done; the job goes on with its body as it was. */
    public static Outcome done() {
        return DONE;
    }

    /**
     * The step is done; the job goes on with this body.
     *
     * @param body a string or byte array is sent as it is, anything else as JSON; not null
     */
    public static Outcome done(Object body) {
        return new Outcome(Kind.DONE, Objects.requireNonNull(body, "body"), null, null);
    }

    /**
     * Not yet: call again after {@code delay}. The wait is durable on a persistent or database channel, and it does not count
     * against the step's {@code retry}. What was done on {@link Job#connection()} is undone.
     */
    public static Outcome again(Duration delay, String reason) {
        if (delay.isNegative()) {
            throw new IllegalArgumentException("delay must not be negative, was " + delay);
        }
        return new Outcome(Kind.AGAIN, null, delay, Objects.requireNonNull(reason, "reason"));
    }

    /** Call again now, within the same transaction. After a hundred times in a row it counts as an exception. */
    public static Outcome repeat(String reason) {
        return new Outcome(Kind.REPEAT, null, null, Objects.requireNonNull(reason, "reason"));
    }

    /**
     * This job cannot succeed here, however often it is tried: it becomes a dead letter with this reason. What was done on
     * {@link Job#connection()} is undone.
     */
    public static Outcome failed(String reason) {
        return new Outcome(Kind.FAILED, null, null, Objects.requireNonNull(reason, "reason"));
    }

    /** Reads the outcome: exactly one of the four is called. {@code done} gets the new body, or null for the old one. */
    public <R> R fold(
            Function<Object, R> done, Again<R> again, Function<String, R> repeat, Function<String, R> failed) {
        return switch (kind) {
            case DONE -> done.apply(body);
            case AGAIN -> again.apply(delay, reason);
            case REPEAT -> repeat.apply(reason);
            case FAILED -> failed.apply(reason);
        };
    }

    /** What {@link #fold} calls for {@link #again(Duration, String)}. */
    @FunctionalInterface
    public interface Again<R> {
        R apply(Duration delay, String reason);
    }

    @Override
    public String toString() {
        return kind.name().toLowerCase(Locale.ROOT)
                + (delay == null ? "" : " in " + delay)
                + (reason == null ? "" : ": " + reason);
    }
}
