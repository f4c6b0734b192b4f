package org.renkei.services.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import org.renkei.broker.config.ByteSize;
import org.renkei.broker.config.ConfigException;

/**
 * Where the console listens. Elsewhere than on this machine alone it needs {@code tls}, since passwords and messages go over it.
 *
 * @param host default 127.0.0.1: this machine only
 * @param port default 8170; 0 takes any that is free
 * @param maxBody the largest request that is read. Default 10MiB
 * @param tls with which key it listens; null, the default, for plain HTTP
 * @param plain true to listen elsewhere without {@code tls}, as behind a proxy that has it. Default false
 */
public record HttpConfig(String host, Integer port, ByteSize maxBody, TlsConfig tls, Boolean plain) {
    private static final int DEFAULT_PORT = 8170;

    public HttpConfig {
        host = host == null ? "127.0.0.1" : host;
        port = port == null ? DEFAULT_PORT : port;
        maxBody = maxBody == null ? ByteSize.ofMebibytes(10) : maxBody;
        plain = plain != null && plain;
        if (host.isBlank()) {
            throw new ConfigException("host", "must not be empty");
        }
        if (port < 0 || port > 65_535) {
            throw new ConfigException("port", "must be 0 to 65535, was " + port);
        }
        if (maxBody.bytes() < 1) {
            throw new ConfigException("maxBody", "must be at least 1, was " + maxBody);
        }
        if (tls == null && !plain && !isThisMachine(host)) {
            throw new ConfigException(
                    "host",
                    "is " + host
                            + ", where others can listen to passwords: give tls, or plain: true if a proxy before it has it");
        }
    }

    /** True if nobody can reach it from elsewhere. */
    public boolean isThisMachineOnly() {
        return isThisMachine(host);
    }

    private static boolean isThisMachine(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new ConfigException("host", "is '" + host + "', which has no address here");
        }
    }

    public static HttpConfig defaults() {
        return new HttpConfig(null, null, null, null, null);
    }
}
