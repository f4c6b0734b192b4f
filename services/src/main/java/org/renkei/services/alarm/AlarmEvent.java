package org.renkei.services.alarm;

/** What happened to an alarm. */
public enum AlarmEvent {
    RAISED,
    CLEARED,
    ACKNOWLEDGED
}
