package org.renkei.services.http;

import org.renkei.broker.access.User;

/**
 * Who asks, and how that is known.
 *
 * @param session null if it is known otherwise
 */
record SignedIn(User user, Means means, Session session) {

    /** How somebody shows who he is. */
    enum Means {
        /** The token of this run, which only the owner of the installation can read. */
        OWNER,
        PASSWORD,
        TOKEN,
        SESSION
    }

    static SignedIn by(Means means, User user) {
        return new SignedIn(user, means, null);
    }
}
