package org.renkei.services.http;

import org.renkei.broker.access.User;

/**
 * Why somebody switches something.
 *
 * @param reason null if he does not say
 */
record Reason(String reason) {

    /** As those who are refused are told. */
    String by(User user, String otherwise) {
        String why = reason == null || reason.isBlank() ? otherwise : reason;
        return why + " (" + user.name() + ")";
    }
}
