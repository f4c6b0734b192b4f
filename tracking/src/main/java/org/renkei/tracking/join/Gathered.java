package org.renkei.tracking.join;

import java.util.List;

/**
 * What a join has, after a copy came or its time was over.
 *
 * @param parts in the order of their numbers
 * @param closed true if it waits no longer, and whoever asked is to carry on what came
 */
public record Gathered(List<JoinPart> parts, boolean closed) {}
