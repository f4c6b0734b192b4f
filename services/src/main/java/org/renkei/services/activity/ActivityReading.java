package org.renkei.services.activity;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;

/** One pass over the files, from the newest entry to the oldest, for one page. Not thread-safe. */
final class ActivityReading {
    private static final int MOST_LOOKED_AT = 50_000;
    /** Entries are in order of time, but for a clock that was set back. */
    private static final Duration CLOCK_SET_BACK = Duration.ofDays(1);

    private final ActivityFiles files;
    private final ActivityQuery query;
    private final List<ActivityEntry> entries = new ArrayList<>();
    private ActivityCursor end;
    private ActivityCursor next;
    private int lookedAt;

    ActivityReading(ActivityFiles files, ActivityQuery query) {
        this.files = files;
        this.query = query;
    }

    ActivityPage page() throws IOException {
        for (YearMonth month : files.newestFirst()) {
            if (!isOutside(month) && !goesOnAfter(month)) {
                break;
            }
        }
        return new ActivityPage(entries, next);
    }

    /** @return false if the page ends in this month */
    private boolean goesOnAfter(YearMonth month) throws IOException {
        boolean resumed = query.after() != null && query.after().month().equals(month);
        try (LinesBackwards lines = files.read(month, resumed ? query.after().offset() : Long.MAX_VALUE)) {
            for (String line = lines.next(); line != null; line = lines.next()) {
                ActivityEntry entry = ActivityJson.read(line).orElse(null);
                if (entry != null && isTooOld(entry)) {
                    return false;
                }
                ActivityCursor here = new ActivityCursor(month, lines.offset());
                if (entry != null && query.selects(entry) && !add(entry, here) || ++lookedAt == MOST_LOOKED_AT) {
                    next = isFull() ? end : here;
                    return false;
                }
            }
        }
        return true;
    }

    /** @return false if the page is full already */
    private boolean add(ActivityEntry entry, ActivityCursor at) {
        if (isFull()) {
            return false;
        }
        end = at;
        return entries.add(entry);
    }

    private boolean isFull() {
        return entries.size() == query.limit();
    }

    private boolean isTooOld(ActivityEntry entry) {
        return query.since() != null && entry.at().isBefore(query.since().minus(CLOCK_SET_BACK));
    }

    private boolean isOutside(YearMonth month) {
        boolean isRead = query.after() != null && month.isAfter(query.after().month());
        return isRead || isAfter(month, query.until()) || isBefore(month, query.since());
    }

    private static boolean isAfter(YearMonth month, Instant until) {
        return until != null && month.isAfter(ActivityFiles.monthOf(until.plus(CLOCK_SET_BACK)));
    }

    private static boolean isBefore(YearMonth month, Instant since) {
        return since != null && month.isBefore(ActivityFiles.monthOf(since.minus(CLOCK_SET_BACK)));
    }
}
