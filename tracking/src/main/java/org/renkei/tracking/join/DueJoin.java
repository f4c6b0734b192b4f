package org.renkei.tracking.join;

/**
 * A join whose time is over.
 *
 * @param part one of the copies that have come
 */
public record DueJoin(JoinKey key, JoinWait waiting, JoinPart part) {}
