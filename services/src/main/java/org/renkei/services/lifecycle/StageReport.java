package org.renkei.services.lifecycle;

/**
 * One stage, as {@code status} shows it.
 *
 * @param millis how long its last start or stop took; null if there was none
 * @param problem why it does not work as it should; null if it does
 */
public record StageReport(String name, StageState state, Long millis, String problem) {}
