package org.renkei.tracking.join;

/** A join that has waited long enough. */
public record DueJoin(JoinKey key, JoinWait waiting) {}
