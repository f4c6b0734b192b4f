package org.renkei.services.config;

import org.renkei.broker.config.ConfigException;

/**
 * The key that the console listens with.
 *
 * @param keyStore a PKCS#12 file with the key and its certificates, seen from {@code etc}
 * @param password of that file
 */
public record TlsConfig(String keyStore, String password) {

    public TlsConfig {
        if (keyStore == null || keyStore.isBlank()) {
            throw new ConfigException("keyStore", "is missing: a PKCS#12 file in etc");
        }
        if (password == null) {
            throw new ConfigException("password", "is missing: the one of " + keyStore);
        }
    }
}
