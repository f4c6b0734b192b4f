package org.renkei.tracking.join;

/**
 * Names one join of one job.
 *
 * @param job the job's id
 * @param branch that the joined job will have
 * @param seq the number of the event with which its copies parted
 */
public record JoinKey(String job, String branch, int seq) {}
