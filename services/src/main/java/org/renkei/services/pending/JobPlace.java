package org.renkei.services.pending;

/**
 * A job, or one copy of it, and the channel it is said to be in.
 *
 * @param branch "" for the job itself
 */
public record JobPlace(String job, String branch, String channel) {}
