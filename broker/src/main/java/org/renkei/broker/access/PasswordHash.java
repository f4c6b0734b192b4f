package org.renkei.broker.access;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * A password that cannot be read back: PBKDF2 with HMAC-SHA-512 and a random salt, written
 * {@code pbkdf2-sha512:210000:SALT:HASH} (base64). The system property {@code renkei.password.iterations} makes new ones cheaper
 * or dearer than these 210,000 iterations; each keeps the number that it was made with. Immutable.
 */
public final class PasswordHash {

    private static final String NAME = "pbkdf2-sha512";
    private static final String ITERATIONS = "renkei.password.iterations";
    private static final int DEFAULT_ITERATIONS = 210_000;
    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BITS = 512;

    private final int iterations;
    private final byte[] salt;
    private final byte[] hash;

    private PasswordHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** A hash with a new salt; takes about a tenth of a second on purpose. */
    public static PasswordHash of(String password) {
        byte[] salt = new byte[SALT_BYTES];
        new SecureRandom().nextBytes(salt);
        int iterations = iterations();
        return new PasswordHash(iterations, salt, derive(password, salt, iterations));
    }

    /** One that no password has, made in no time; to compare with it takes as long as with any other. */
    static PasswordHash ofNobody() {
        byte[] salt = new byte[SALT_BYTES];
        byte[] hash = new byte[HASH_BITS / 8];
        new SecureRandom().nextBytes(salt);
        new SecureRandom().nextBytes(hash);
        return new PasswordHash(iterations(), salt, hash);
    }

    private static int iterations() {
        return Math.max(1, Math.min(MOST_ITERATIONS, Integer.getInteger(ITERATIONS, DEFAULT_ITERATIONS)));
    }

    /** @throws IllegalArgumentException if {@code text} is not in the written form */
    public static PasswordHash parse(String text) {
        String[] parts = text.split(":", -1);
        if (parts.length != 4 || !parts[0].equals(NAME)) {
            throw new IllegalArgumentException("not a password hash of the form " + NAME + ":ITERATIONS:SALT:HASH");
        }
        int iterations = Integer.parseInt(parts[1]);
        byte[] hash = Base64.getDecoder().decode(parts[3]);
        if (iterations < 1 || iterations > MOST_ITERATIONS || hash.length != HASH_BITS / 8) {
            throw new IllegalArgumentException(
                    "a password hash of " + iterations + " iterations, " + hash.length + " bytes");
        }
        return new PasswordHash(iterations, Base64.getDecoder().decode(parts[2]), hash);
    }

    /** Takes the same time whether or not it matches. */
    public boolean matches(String password) {
        return MessageDigest.isEqual(hash, derive(password, salt, iterations));
    }

    @Override
    public String toString() {
        Base64.Encoder base64 = Base64.getEncoder();
        return NAME + ":" + iterations + ":" + base64.encodeToString(salt) + ":" + base64.encodeToString(hash);
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_BITS);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no PBKDF2WithHmacSHA512", e);
        } finally {
            spec.clearPassword();
        }
    }
}
