package org.renkei.services.activity;

import java.util.List;

/**
 * A part of what was done.
 *
 * @param entries the newest first; may be fewer than were asked for, or none, although {@code next} is not null: so much is looked at in one
 *     go and no more
 * @param next where the following page begins; null if this one is the last
 */
public record ActivityPage(List<ActivityEntry> entries, ActivityCursor next) {

    public ActivityPage {
        entries = List.copyOf(entries);
    }
}
