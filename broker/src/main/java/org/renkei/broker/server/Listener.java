package org.renkei.broker.server;

import org.renkei.broker.config.ConfigException;

/**
 * Where one protocol listens.
 *
 * @param host default {@code 127.0.0.1}: this machine only
 * @param port 0 for any that is free; null for the protocol's default
 */
public record Listener(String host, Integer port) {

    public Listener {
        host = host == null || host.isBlank() ? "127.0.0.1" : host;
        if (port != null && (port < 0 || port > 65_535)) {
            throw new ConfigException("port", "must be 0 to 65535, was " + port);
        }
    }

    /** On this machine only, at any free port. */
    public static Listener anyPort() {
        return new Listener(null, 0);
    }

    Listener orPort(int otherwise) {
        return port == null ? new Listener(host, otherwise) : this;
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
