package org.renkei.services.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.renkei.services.activity.ActivityCursor;
import org.renkei.services.activity.ActivityEntry;
import org.renkei.services.activity.ActivityLog;
import org.renkei.services.activity.ActivityPage;
import org.renkei.services.activity.ActivityQuery;

/** {@code /activity}: who changed what (D9). */
final class ActivityApi {
    private final ActivityLog activity;
    private final Clock clock;

    ActivityApi(ActivityLog activity, Clock clock) {
        this.activity = activity;
        this.clock = clock;
    }

    void addTo(Operations operations) {
        operations.answer("listActivity", this::list);
    }

    private Listed list(Context request) throws IOException {
        ActivityPage page = activity.page(new ActivityQuery(
                Parameters.text(request, "user").orElse(null),
                Parameters.text(request, "search").orElse(null),
                Parameters.moment(request, "since", clock).orElse(null),
                Parameters.moment(request, "until", clock).orElse(null),
                after(request),
                Parameters.limit(request)));
        return new Listed(
                page.entries(), page.next() == null ? null : page.next().toString());
    }

    private static ActivityCursor after(Context request) {
        try {
            return Parameters.text(request, "after").map(ActivityCursor::parse).orElse(null);
        } catch (IllegalArgumentException e) {
            throw Refused.badRequest("after is " + e.getMessage());
        }
    }

    /** @param next where the following page begins, if there is more to look at; null if this one is the last */
    private record Listed(List<ActivityEntry> entries, String next) {}
}
