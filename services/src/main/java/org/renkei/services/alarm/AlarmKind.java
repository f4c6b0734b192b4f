package org.renkei.services.alarm;

/** What an alarm is about. */
public enum AlarmKind {
    /** A channel reached {@code watch}; over when it has fallen to {@code rearm}. */
    DEPTH(Severity.WARNING),
    /** A channel reached {@code max} and refuses senders; over when it has fallen to {@code unblock}. */
    FULL(Severity.CRITICAL),
    /** The oldest message of a channel waits for too long; over when it waits for less than half of that. */
    AGE(Severity.WARNING),
    /** Dead letters wait; over when none does. */
    DEAD_LETTERS(Severity.WARNING),
    /** A dead letter could not go into its channel, and is in a file or stuck (C3). */
    LAST_RESORT(Severity.CRITICAL),
    /** Jobs in volatile channels are lost. Nothing brings them back, so it is over when somebody has acknowledged it. */
    LOST(Severity.WARNING),
    /** A part of the system does not work as it should. */
    PROBLEM(Severity.CRITICAL);

    private final Severity severity;

    AlarmKind(Severity severity) {
        this.severity = severity;
    }

    public Severity severity() {
        return severity;
    }

    boolean endsWhenAcknowledged() {
        return this == LOST;
    }
}
