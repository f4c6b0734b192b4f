package org.renkei.tracking.join;

/** @param closedBy null while it waits */
record JoinRow(int copies, String closedBy) {

    boolean isClosedByOther(String closer) {
        return closedBy != null && !closedBy.equals(closer);
    }
}
