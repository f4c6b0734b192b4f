package org.renkei.services.activity;

import java.time.Instant;
import java.util.Locale;

/**
 * Which entries are wanted; all of what is given must hold.
 *
 * @param user exactly; null for any
 * @param search a text in action, target or detail, in any case of letters; null for any
 * @param since the earliest that is meant; null for any
 * @param until the first that is not meant any more; null for any
 * @param after {@link ActivityPage#next()} of the page before; null for the first
 * @param limit of the page
 */
public record ActivityQuery(String user, String search, Instant since, Instant until, ActivityCursor after, int limit) {

    /** The newest ones. */
    public static ActivityQuery newest(int limit) {
        return new ActivityQuery(null, null, null, null, null, limit);
    }

    boolean selects(ActivityEntry entry) {
        return (user == null || user.equals(entry.user()))
                && (since == null || !entry.at().isBefore(since))
                && (until == null || entry.at().isBefore(until))
                && (search == null
                        || has(entry.action(), search)
                        || has(entry.target(), search)
                        || has(entry.detail(), search));
    }

    private static boolean has(String text, String part) {
        return text != null && text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }
}
