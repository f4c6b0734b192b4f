package org.renkei.services.http;

import io.javalin.security.RouteRole;
import org.renkei.broker.access.Role;

/** What a route needs (D9). */
enum Access implements RouteRole {
    VIEW(Role.VIEW),
    SUBMIT(Role.CLIENT),
    OPERATE(Role.OPERATE);

    private final Role role;

    Access(Role role) {
        this.role = role;
    }

    Role role() {
        return role;
    }
}
