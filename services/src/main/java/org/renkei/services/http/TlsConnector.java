package org.renkei.services.http;

import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.renkei.services.config.HttpConfig;
import org.renkei.services.config.TlsKey;

/** Listens with TLS 1.2 or newer, and not without. */
final class TlsConnector {
    private TlsConnector() {}

    static Connector of(Server server, HttpConfiguration plain, HttpConfig http, TlsKey key) {
        SslContextFactory.Server tls = new SslContextFactory.Server();
        tls.setKeyStore(key.store());
        tls.setKeyStorePassword(key.password());
        HttpConfiguration secure = new HttpConfiguration(plain);
        // Whoever knows the address may use it: the certificate may well be for another name.
        secure.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = new ServerConnector(
                server, new SslConnectionFactory(tls, "http/1.1"), new HttpConnectionFactory(secure));
        connector.setHost(http.host());
        connector.setPort(http.port());
        return connector;
    }
}
