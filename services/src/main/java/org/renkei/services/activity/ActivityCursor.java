package org.renkei.services.activity;

import java.time.DateTimeException;
import java.time.YearMonth;

/**
 * Where a page ended. It holds although entries are added meanwhile.
 *
 * @param month of the file
 * @param offset in it, of the oldest entry that was looked at, in bytes
 */
public record ActivityCursor(YearMonth month, long offset) {

    public ActivityCursor {
        if (offset < 0) {
            throw new IllegalArgumentException("offset must be 0 or more, was " + offset);
        }
    }

    /** @throws IllegalArgumentException if {@link #toString} has not written it */
    public static ActivityCursor parse(String text) {
        int slash = text.indexOf('/');
        try {
            return new ActivityCursor(
                    YearMonth.parse(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
        } catch (DateTimeException | IndexOutOfBoundsException | NumberFormatException e) {
            throw new IllegalArgumentException("not the end of a page: '" + text + "'", e);
        }
    }

    @Override
    public String toString() {
        return month + "/" + offset;
    }
}
