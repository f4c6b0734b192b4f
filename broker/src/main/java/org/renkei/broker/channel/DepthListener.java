package org.renkei.broker.channel;

import org.renkei.broker.limits.DepthLimits;

/**
 * Is told each time that the depth of a channel passes one of its limits (A3), however short it stays there. Of one channel it is told in
 * order, by the thread that sends or looks: it must return at once and must not throw.
 */
@FunctionalInterface
public interface DepthListener {

    /** @param depth that was seen */
    void passed(Channel channel, DepthLimits.Change change, long depth);
}
