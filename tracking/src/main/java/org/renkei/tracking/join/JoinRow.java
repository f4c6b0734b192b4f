package org.renkei.tracking.join;

/**
 * @param state OPEN; CLOSED; or CARRIED, if what came is known to have gone on
 * @param closedBy null while it is open
 */
record JoinRow(int copies, String state, String closedBy) {
    static final String OPEN = "OPEN";
    static final String CLOSED = "CLOSED";
    static final String CARRIED = "CARRIED";

    boolean isOpen() {
        return state.equals(OPEN);
    }

    boolean isToBeCarriedBy(String closer) {
        return state.equals(CLOSED) && closer.equals(closedBy);
    }
}
