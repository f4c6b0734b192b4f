package org.renkei.services.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often a password was wrong. After five times for a name from one address, each further try must wait: one second, then twice as
 * long each time, up to half a minute. Other names from the same address need not: behind a proxy everybody has one. Thread-safe.
 */
final class WrongPasswords {
    private static final int FREE = 5;
    private static final int MOST_KEYS = 10_000;
    private static final int LONGEST_NAME = 64;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private record Wrong(int times, Instant last) {}

    private final Clock clock;
    /** Those that were wrong last are at the end. */
    private final Map<String, Wrong> wrong = new LinkedHashMap<>();

    WrongPasswords(Clock clock) {
        this.clock = clock;
    }

    /** How long this one must wait before the next try; zero if he need not. */
    synchronized Duration wait(String name, String address) {
        Wrong known = wrong.get(key(name, address));
        if (known == null || known.times < FREE) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(known.times - FREE, 10));
        Instant until = known.last.plus(pause.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : pause);
        Duration left = Duration.between(clock.instant(), until);
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void wasWrong(String name, String address) {
        Instant now = clock.instant();
        String key = key(name, address);
        Wrong known = wrong.remove(key);
        boolean forgotten = known == null || isForgotten(known, now);
        wrong.put(key, new Wrong(forgotten ? 1 : known.times + 1, now));
        wrong.values().removeIf(each -> isForgotten(each, now));
        if (wrong.size() > MOST_KEYS) {
            wrong.remove(wrong.keySet().iterator().next());
        }
    }

    /** The count begins anew. */
    synchronized void wasRight(String name, String address) {
        wrong.remove(key(name, address));
    }

    private static boolean isForgotten(Wrong known, Instant now) {
        return known.last.plus(FORGOTTEN_AFTER).isBefore(now);
    }

    /** Names that nobody can have are one. */
    private static String key(String name, String address) {
        return address + " " + (name.length() > LONGEST_NAME ? "" : name);
    }
}
