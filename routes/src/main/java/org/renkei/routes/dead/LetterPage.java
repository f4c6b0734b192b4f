package org.renkei.routes.dead;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Part of a list.
 *
 * @param matched how many letters there are on all pages
 * @param next where the following page begins; null if this one is the last
 */
public record LetterPage(List<LetterSummary> letters, long matched, LetterCursor next) {

    /** Which come first. */
    public enum Order {
        NEWEST,
        OLDEST
    }

    /** Picks a page out of letters that come in any order; it never keeps more than the page. */
    static final class Picker {
        private final Comparator<LetterSummary> order;
        private final LetterCursor after;
        private final int limit;
        private final PriorityQueue<LetterSummary> page;
        private long matched;
        private boolean more;

        Picker(Order order, LetterCursor after, int limit) {
            Comparator<LetterSummary> oldest = Comparator.comparing(LetterCursor::of);
            this.order = order == Order.OLDEST ? oldest : oldest.reversed();
            this.after = after;
            this.limit = limit;
            this.page = new PriorityQueue<>(this.order.reversed());
        }

        void add(LetterSummary letter) {
            matched++;
            if (after != null && !isBehind(letter)) {
                return;
            }
            page.add(letter);
            if (page.size() > limit) {
                page.poll();
                more = true;
            }
        }

        private boolean isBehind(LetterSummary letter) {
            LetterSummary end =
                    new LetterSummary(after.id(), null, after.diedAt(), null, null, null, null, null, null, 0);
            return order.compare(letter, end) > 0;
        }

        LetterPage page() {
            List<LetterSummary> letters = new ArrayList<>(page);
            letters.sort(order);
            return new LetterPage(
                    letters,
                    matched,
                    more && !letters.isEmpty() ? LetterCursor.of(letters.get(letters.size() - 1)) : null);
        }
    }
}
