package org.renkei.routes.engine;

/**
 * Why a copy does not come to its join.
 *
 * @param reason why it gave up; null if it ended well
 * @param undone true if what it had done is undone
 */
record Absence(String reason, boolean undone) {
    static final Absence ENDED = new Absence(null, false);

    boolean gaveUp() {
        return reason != null;
    }
}
