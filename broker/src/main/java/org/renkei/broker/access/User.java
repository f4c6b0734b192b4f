package org.renkei.broker.access;

import java.util.Set;

/**
 * Somebody who has a password.
 *
 * @param name letters, digits, {@code . _ -}; case matters
 * @param roles at least one
 */
public record User(String name, Set<Role> roles) {

    public User {
        roles = Set.copyOf(roles);
    }

    /** True if one of the user's roles includes {@code needed}. */
    public boolean may(Role needed) {
        return Role.suffices(roles, needed);
    }
}
