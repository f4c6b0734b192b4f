package org.renkei.broker.access;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Objects;
import java.util.Set;
import org.renkei.broker.config.ConfigException;

/**
 * One token as {@code tokens.yaml} holds it.
 *
 * @param hash SHA-256 of the token, in hexadecimal; enough for something that nobody can guess
 * @param userKey SHA-256 of {@link Users#keyOf} when it was made, in hexadecimal
 * @param madeAt an ISO 8601 instant
 * @param expiresAt the same
 */
record StoredToken(String hash, String userKey, Set<Role> roles, String madeAt, String expiresAt) {
    private static final int HASH_LENGTH = 64;

    StoredToken {
        checkHash("hash", hash);
        checkHash("userKey", userKey);
        if (roles == null || roles.isEmpty() || roles.stream().anyMatch(Objects::isNull)) {
            throw new ConfigException("roles", "must name at least one of client, view, operate, administer");
        }
        checkInstant("madeAt", madeAt);
        checkInstant("expiresAt", expiresAt);
    }

    private static void checkHash(String key, String value) {
        if (value == null || value.length() != HASH_LENGTH) {
            throw new ConfigException(key, "is not a SHA-256 in hexadecimal; let Renkei write it");
        }
    }

    private static void checkInstant(String key, String value) {
        try {
            Instant.parse(String.valueOf(value));
        } catch (DateTimeException e) {
            throw new ConfigException(key, "must be a time as 2026-01-31T08:00:00Z, was '" + value + "'");
        }
    }

    Token named(String user, String name) {
        return new Token(user, name, roles, Instant.parse(madeAt), Instant.parse(expiresAt));
    }
}
