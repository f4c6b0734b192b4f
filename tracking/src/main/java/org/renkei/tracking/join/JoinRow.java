package org.renkei.tracking.join;

/**
 * @param state OPEN; CLOSED; CARRIED, if what came is known to have gone on; or RETURNED, if its closer gave up
 * @param closedBy null while it is open
 */
record JoinRow(String state, String closedBy) {
    static final String OPEN = "OPEN";
    static final String CLOSED = "CLOSED";
    static final String RETURNED = "RETURNED";

    boolean isOpen() {
        return state.equals(OPEN);
    }

    boolean isReturned() {
        return state.equals(RETURNED);
    }

    boolean isClosedBy(String closer) {
        return (state.equals(CLOSED) || isReturned()) && closer.equals(closedBy);
    }

    boolean isToBeCarriedBy(String closer) {
        return state.equals(CLOSED) && closer.equals(closedBy);
    }
}
