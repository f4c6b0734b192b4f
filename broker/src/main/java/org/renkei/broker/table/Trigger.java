package org.renkei.broker.table;

/**
 * Tells the workers of a channel in this process, of whom one at least waits, that rows came. It is a hint and no more: one that is
 * lost is made good by {@link TableKeeper}, as are rows of other processes; one that comes twice or late finds nothing to claim.
 */
@FunctionalInterface
public interface Trigger {

    /** Returns at once and never throws. */
    void fire(String channel);
}
