package org.renkei.services.activity;

import java.time.Instant;

/**
 * One change. Texts longer than {@value #LONGEST} characters lose their ends.
 *
 * @param user who did it; {@link #SYSTEM} for the system itself
 * @param from the address that it came from; null if it came from none
 * @param action as {@code channel block}
 * @param target what was changed; null if it was the whole
 * @param detail null if there is none
 */
public record ActivityEntry(Instant at, String user, String from, String action, String target, String detail) {
    /** The user of what the system does of itself. */
    public static final String SYSTEM = "renkei";

    static final int LONGEST = 1_000;

    public ActivityEntry {
        user = cut(user);
        from = cut(from);
        action = cut(action);
        target = cut(target);
        detail = cut(detail);
    }

    private static String cut(String text) {
        return text == null || text.length() <= LONGEST ? text : text.substring(0, LONGEST - 1) + "…";
    }
}
