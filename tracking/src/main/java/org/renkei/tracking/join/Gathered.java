package org.renkei.tracking.join;

import java.util.List;

/**
 * What a join has, after a copy came or its time was over.
 *
 * @param count how many copies
 * @param parts the copies in the order of their numbers, if it is closed and whoever asked is to carry on what came; else empty
 * @param closed true if that is so
 */
public record Gathered(int count, List<JoinPart> parts, boolean closed) {
    static Gathered waits(int count) {
        return new Gathered(count, List.of(), false);
    }

    static Gathered closed(List<JoinPart> parts) {
        return new Gathered(parts.size(), parts, true);
    }
}
