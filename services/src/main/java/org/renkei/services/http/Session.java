package org.renkei.services.http;

import java.time.Instant;

/**
 * A browser that is signed in.
 *
 * @param id what its cookie holds; nobody can guess it
 * @param csrf what each of its requests that change something must repeat
 * @param key of the password that it signed in with, see {@link org.renkei.broker.access.Users#keyOf}: another password ends it
 * @param expiresAt when it ends in any case
 */
record Session(String id, String user, String csrf, String key, Instant expiresAt) {}
