package org.renkei.routes.external;

/**
 * How a command ended.
 *
 * @param exit its exit code; 128 and more if a signal ended it
 * @param timedOut true if it was killed because its time was over
 * @param tooMuch true if it printed more than was allowed; the rest is lost
 * @param output its standard output
 * @param told the end of its standard error, in one text; empty if there was nothing
 */
public record CommandResult(int exit, boolean timedOut, boolean tooMuch, byte[] output, String told) {}
