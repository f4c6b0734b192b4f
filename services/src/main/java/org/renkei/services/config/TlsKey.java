package org.renkei.services.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import org.renkei.broker.config.ConfigException;

/**
 * The key that the console listens with, read and opened.
 *
 * @param store of PKCS#12
 * @param password of the store and of the key in it
 * @param fingerprint SHA-256 of the certificate, in hexadecimal, by which the command line knows it
 */
public record TlsKey(KeyStore store, String password, String fingerprint) {

    /** @throws ConfigException if there is no such file, it cannot be opened, or it holds no key */
    static TlsKey read(Path etc, TlsConfig config) {
        Path file = etc.resolve(config.keyStore());
        if (!Files.isRegularFile(file)) {
            throw new ConfigException("http.tls.keyStore", "is " + file + ", and there is no such file");
        }
        try {
            KeyStore store =
                    KeyStore.getInstance(file.toFile(), config.password().toCharArray());
            return new TlsKey(store, config.password(), fingerprint(certificate(store, file)));
        } catch (IOException | GeneralSecurityException e) {
            throw new ConfigException(
                    "http.tls",
                    "cannot open " + file + ": wrong password, or no PKCS#12 file (" + e.getMessage() + ")");
        }
    }

    private static Certificate certificate(KeyStore store, Path file) throws GeneralSecurityException {
        List<String> names = Collections.list(store.aliases());
        for (String name : names) {
            if (store.isKeyEntry(name)) {
                return store.getCertificate(name);
            }
        }
        throw new ConfigException("http.tls.keyStore", "is " + file + ", which holds certificates but no key");
    }

    /** As the command line compares it. */
    public static String fingerprint(Certificate certificate) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    }
}
