package org.renkei.tracking.join;

/**
 * One copy that has come to its join.
 *
 * @param number of the copy, from 1
 * @param branch of the copy
 * @param seq of the event with which it came
 * @param message the copy itself, in a form that only its owner reads
 */
public record JoinPart(int number, String branch, int seq, byte[] message) {}
