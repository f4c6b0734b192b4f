package org.renkei.tracking.join;

/** A copy of a job that waits in a join. */
public record WaitingCopy(String job, String branch) {}
