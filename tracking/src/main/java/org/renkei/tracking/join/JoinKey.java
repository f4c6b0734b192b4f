package org.renkei.tracking.join;

/**
 * Names one parting of a job's copies, which come together again in one join.
 *
 * @param job the job's id
 * @param branch that the job had when its copies parted
 * @param seq the number of the event with which they parted
 */
public record JoinKey(String job, String branch, int seq) {}
