package org.renkei.services.alarm;

/** How urgent an alarm is. */
public enum Severity {
    /** Somebody should look. */
    WARNING,
    /** Something does not work: senders are refused, or a part is away. */
    CRITICAL
}
