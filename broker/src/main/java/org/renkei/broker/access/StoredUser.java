package org.renkei.broker.access;

import java.util.Objects;
import java.util.Set;
import org.renkei.broker.config.ConfigException;

/**
 * One user as {@code users.yaml} holds it.
 *
 * @param password a {@link PasswordHash}, written
 */
record StoredUser(String password, Set<Role> roles) {

    StoredUser {
        if (password == null) {
            throw new ConfigException("password", "is missing");
        }
        try {
            PasswordHash.parse(password);
        } catch (IllegalArgumentException e) {
            throw new ConfigException("password", "is not a hash; let Renkei write it");
        }
        if (roles == null || roles.isEmpty() || roles.stream().anyMatch(Objects::isNull)) {
            throw new ConfigException("roles", "must name at least one of client, view, operate, administer");
        }
    }
}
