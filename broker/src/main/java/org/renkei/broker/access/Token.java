package org.renkei.broker.access;

import java.time.Instant;
import java.util.Set;

/**
 * A token of a user's, without what is secret.
 *
 * @param roles what it may do, as far as its user may
 */
public record Token(String user, String name, Set<Role> roles, Instant madeAt, Instant expiresAt) {}
