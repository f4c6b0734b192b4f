package org.renkei.services.alarm;

/**
 * Tells somebody outside what happened to an alarm.
 *
 * @param json the alarm with {@code event} and {@code node}
 */
record Announcement(AlarmEvent event, Alarm alarm, String json) {}
