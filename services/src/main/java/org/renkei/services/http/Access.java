package org.renkei.services.http;

import io.javalin.security.RouteRole;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.User;

/** What an operation needs (D9), in the words of {@code x-role} in the contract. */
enum Access implements RouteRole {
    /** No sign-in. */
    NOBODY(null),
    /** A sign-in, whatever the role. */
    ANY(null),
    VIEW(Role.VIEW),
    CLIENT(Role.CLIENT),
    OPERATE(Role.OPERATE),
    ADMINISTER(Role.ADMINISTER);

    private final Role role;

    Access(Role role) {
        this.role = role;
    }

    boolean allows(User user) {
        return role == null || user.may(role);
    }
}
