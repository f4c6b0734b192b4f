package org.renkei.tracking.join;

import java.time.Instant;

/**
 * Where and how long copies wait for each other.
 *
 * @param flow the flow's name
 * @param version of the flow; null if it is not known
 * @param step the step with the join
 * @param channel of that step
 * @param copies how many are to come
 * @param node the process that the first of them came to
 * @param dueAt when it has waited long enough
 */
public record JoinWait(
        String flow, String version, String step, String channel, int copies, String node, Instant dueAt) {}
