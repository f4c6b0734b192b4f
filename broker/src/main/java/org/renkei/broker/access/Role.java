package org.renkei.broker.access;

import java.util.Set;

/** What a user may do (D9). A role includes those that {@link #includes} names. */
public enum Role {
    /** Send to, receive from and browse declared channels. For programs. */
    CLIENT,
    /** Look at everything, change nothing. */
    VIEW,
    /** What CLIENT and VIEW may; start and stop, block and unblock, retry and discard. */
    OPERATE,
    /** Everything, users and the broker's management included. */
    ADMINISTER;

    /** True if whoever has this role may do what {@code other} may. */
    public boolean includes(Role other) {
        return switch (this) {
            case ADMINISTER -> true;
            case OPERATE -> other != ADMINISTER;
            case CLIENT, VIEW -> other == this;
        };
    }

    /** True if one of {@code roles} includes {@code needed}. */
    public static boolean suffices(Set<Role> roles, Role needed) {
        return roles.stream().anyMatch(role -> role.includes(needed));
    }
}
