package org.renkei.services.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How often a password was wrong. After five times for a name from one address, or twenty from one address whatever the name, each
 * further try must wait: one second, then twice as long each time, up to five minutes. Thread-safe.
 */
final class WrongPasswords {
    private static final int FREE_BY_NAME = 5;
    private static final int FREE_BY_ADDRESS = 20;
    private static final int MOST_KEYS = 10_000;
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final Duration FORGOTTEN_AFTER = Duration.ofHours(1);

    private record Wrong(int times, Instant last) {}

    private final Clock clock;
    private final Map<String, Wrong> wrong = new LinkedHashMap<>();

    WrongPasswords(Clock clock) {
        this.clock = clock;
    }

    /** How long this one must wait before the next try; zero if he need not. */
    synchronized Duration wait(String name, String address) {
        Duration byName = wait(byName(name, address), FREE_BY_NAME);
        Duration byAddress = wait(address, FREE_BY_ADDRESS);
        return byName.compareTo(byAddress) > 0 ? byName : byAddress;
    }

    private Duration wait(String key, int free) {
        Wrong known = wrong.get(key);
        if (known == null || known.times < free) {
            return Duration.ZERO;
        }
        Duration pause = Duration.ofSeconds(1L << Math.min(known.times - free, 20));
        Instant until = known.last.plus(pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
        Duration left = Duration.between(clock.instant(), until);
        return left.isNegative() ? Duration.ZERO : left;
    }

    synchronized void wasWrong(String name, String address) {
        count(byName(name, address));
        count(address);
    }

    /** The count of this name from this address begins anew; that of the address does not. */
    synchronized void wasRight(String name, String address) {
        wrong.remove(byName(name, address));
    }

    private void count(String key) {
        Instant now = clock.instant();
        Wrong known = wrong.remove(key);
        boolean forgotten = known == null || known.last.plus(FORGOTTEN_AFTER).isBefore(now);
        wrong.put(key, new Wrong(forgotten ? 1 : known.times + 1, now));
        if (wrong.size() > MOST_KEYS) {
            wrong.remove(wrong.keySet().iterator().next());
        }
    }

    private static String byName(String name, String address) {
        return address + " " + name;
    }
}
