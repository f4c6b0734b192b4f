package org.renkei.services.config;

import org.renkei.broker.config.ByteSize;
import org.renkei.broker.config.ConfigException;

/**
 * Where the console listens.
 *
 * @param host default 127.0.0.1: this machine only
 * @param port default 8170; 0 takes any that is free
 * @param maxBody the largest request that is read. Default 10MiB
 */
public record HttpConfig(String host, Integer port, ByteSize maxBody) {
    private static final int DEFAULT_PORT = 8170;

    public HttpConfig {
        host = host == null ? "127.0.0.1" : host;
        port = port == null ? DEFAULT_PORT : port;
        maxBody = maxBody == null ? ByteSize.ofMebibytes(10) : maxBody;
        if (host.isBlank()) {
            throw new ConfigException("host", "must not be empty");
        }
        if (port < 0 || port > 65_535) {
            throw new ConfigException("port", "must be 0 to 65535, was " + port);
        }
        if (maxBody.bytes() < 1) {
            throw new ConfigException("maxBody", "must be at least 1, was " + maxBody);
        }
    }

    public static HttpConfig defaults() {
        return new HttpConfig(null, null, null);
    }
}
