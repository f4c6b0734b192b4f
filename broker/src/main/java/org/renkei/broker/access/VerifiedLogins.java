package org.renkei.broker.access;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Logins that were right a moment ago, so that a program that reconnects does not pay for a slow hash each time. Holds
 * neither names nor passwords, only their HMAC under a key that lives as long as the process. Thread-safe.
 */
final class VerifiedLogins {

    private static final int MOST = 1_000;
    private static final String HMAC = "HmacSHA256";

    private final Map<String, User> users = new ConcurrentHashMap<>();
    private final SecretKeySpec key;

    VerifiedLogins() {
        byte[] secret = new byte[32];
        new SecureRandom().nextBytes(secret);
        this.key = new SecretKeySpec(secret, HMAC);
    }

    /** The user who gave this name and password before, or null. */
    User find(String name, String password) {
        return users.get(fingerprint(name, password));
    }

    void remember(User user, String password) {
        if (users.size() >= MOST) {
            users.clear();
        }
        users.put(fingerprint(user.name(), password), user);
    }

    void forgetAll() {
        users.clear();
    }

    private String fingerprint(String name, String password) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(key);
            mac.update(name.getBytes(StandardCharsets.UTF_8));
            mac.update((byte) 0);
            return Base64.getEncoder().encodeToString(mac.doFinal(password.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no " + HMAC, e);
        }
    }
}
