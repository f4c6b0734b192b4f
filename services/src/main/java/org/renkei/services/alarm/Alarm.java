package org.renkei.services.alarm;

import java.time.Instant;
import java.util.Objects;

/**
 * One alarm, from when it was raised.
 *
 * @param id no other alarm of this installation ever has it
 * @param target a channel, or a part of the system
 * @param clearedAt when it was over; null while it is open
 * @param acknowledgedAt when somebody last said that he had seen it; null if nobody has
 * @param acknowledgedBy null if nobody has
 * @param note of who acknowledged it; null if there is none
 */
public record Alarm(
        String id,
        AlarmKind kind,
        Severity severity,
        String target,
        String message,
        Instant raisedAt,
        Instant clearedAt,
        Instant acknowledgedAt,
        String acknowledgedBy,
        String note) {
    private static final int RADIX = 36;

    /** @throws NumberFormatException if the id is none */
    public Alarm {
        Long.parseLong(id, RADIX);
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(target, "target");
        Objects.requireNonNull(message, "message");
        Objects.requireNonNull(raisedAt, "raisedAt");
    }

    /** True until it is cleared. */
    public boolean open() {
        return clearedAt == null;
    }

    static String id(long number) {
        return Long.toString(number, RADIX);
    }

    /** That its id stands for; a later alarm's is greater. */
    long number() {
        return Long.parseLong(id, RADIX);
    }

    static Alarm raised(String id, AlarmKind kind, String target, String message, Instant at) {
        return new Alarm(id, kind, kind.severity(), target, message, at, null, null, null, null);
    }

    Alarm saying(String newMessage) {
        return new Alarm(
                id, kind, severity, target, newMessage, raisedAt, clearedAt, acknowledgedAt, acknowledgedBy, note);
    }

    Alarm cleared(Instant at) {
        return new Alarm(id, kind, severity, target, message, raisedAt, at, acknowledgedAt, acknowledgedBy, note);
    }

    Alarm acknowledged(Instant at, String by, String newNote) {
        return new Alarm(id, kind, severity, target, message, raisedAt, clearedAt, at, by, newNote);
    }
}
