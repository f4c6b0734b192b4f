package org.renkei.broker.session;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.renkei.broker.channel.ChannelMessage;

/**
 * Tells Renkei's own properties, whose names begin with {@code renkei_}, from forged ones. The embedded broker takes forged ones off at
 * its door; at a broker that is not ours nobody does, so every message is sealed with a secret that only Renkei's processes have, and what
 * comes without a right seal loses these properties. Thread-safe.
 */
public final class Seal {

    /** For the embedded broker: nothing to do. */
    static final Seal NONE = new Seal(null);

    private static final String OWN_PREFIX = "renkei_";
    private static final String PROPERTY = OWN_PREFIX + "seal";
    private static final String ALGORITHM = "HmacSHA256";

    private final SecretKeySpec key;
    private final ThreadLocal<Mac> macs = ThreadLocal.withInitial(this::newMac);

    private Seal(SecretKeySpec key) {
        this.key = key;
    }

    /** @param secret that all processes share which share the broker */
    public static Seal with(String secret) {
        return new Seal(new SecretKeySpec(("renkei:" + secret).getBytes(StandardCharsets.UTF_8), ALGORITHM));
    }

    /** To be sent. */
    ChannelMessage put(ChannelMessage message) {
        if (key == null) {
            return message;
        }
        String seal = of(message.properties());
        if (seal == null) {
            return message;
        }
        Map<String, Object> sealed = new HashMap<>(message.properties());
        sealed.put(PROPERTY, seal);
        return message.withProperties(sealed);
    }

    /** As received: without its seal, and without properties of ours that are not under it. */
    public ChannelMessage check(ChannelMessage message) {
        if (key == null || message.properties().keySet().stream().noneMatch(Seal::isOwn)) {
            return message;
        }
        Map<String, Object> checked = new HashMap<>(message.properties());
        Object seal = checked.remove(PROPERTY);
        String right = of(checked);
        if (right == null || seal == null || !same(right, seal.toString())) {
            checked.keySet().removeIf(Seal::isOwn);
        }
        return message.withProperties(checked);
    }

    /** True of a message that was checked if Renkei has sent it. */
    static boolean isOwn(ChannelMessage checked) {
        return checked.properties().keySet().stream().anyMatch(Seal::isOwn);
    }

    private static boolean same(String right, String given) {
        return MessageDigest.isEqual(right.getBytes(StandardCharsets.US_ASCII), given.getBytes(StandardCharsets.UTF_8));
    }

    /** Null if there is nothing to seal. */
    private String of(Map<String, Object> properties) {
        Map<String, Object> own = new TreeMap<>();
        properties.forEach((name, value) -> {
            if (isOwn(name) && !name.equals(PROPERTY) && value != null) {
                own.put(name, value);
            }
        });
        if (own.isEmpty()) {
            return null;
        }
        Mac mac = macs.get();
        own.forEach((name, value) -> {
            String text = value.toString();
            mac.update((name + "=" + text.length() + ":" + text).getBytes(StandardCharsets.UTF_8));
        });
        return Base64.getEncoder().withoutPadding().encodeToString(mac.doFinal());
    }

    private static boolean isOwn(String name) {
        return name.toLowerCase(Locale.ROOT).startsWith(OWN_PREFIX);
    }

    private Mac newMac() {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }
}
