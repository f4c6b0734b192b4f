package org.renkei.tracking.join;

import java.util.List;

/**
 * What becomes of a join whose copy gives up after all.
 *
 * @param how it stands with that copy
 * @param parts all that came, in the order of their numbers, if they are given back; else empty
 */
public record Withdrawn(How how, List<JoinPart> parts) {

    /** How it stands with a copy that gives up. */
    public enum How {
        /** It has not come, or is forgotten: the join waits as before. */
        NOT_THERE,
        /** Another copy has gone on with it. */
        GONE_ON,
        /** It had closed the join, and nobody has gone on: all that came is given back. */
        GIVEN_BACK
    }
}
