package org.renkei.routes.dead;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Dead letters that have something in common.
 *
 * @param key what they have in common; "" if they lack it
 * @param oldest when the first of them died
 * @param newest when the last of them died
 */
public record LetterGroup(String key, long letters, Instant oldest, Instant newest) {

    /** What letters can have in common. */
    public enum By {
        ERROR(DeadLetter::error),
        FLOW(DeadLetter::flow),
        STEP(letter -> letter.step() == null ? letter.flow() : letter.flow() + "." + letter.step());

        private final Function<DeadLetter, String> key;

        By(Function<DeadLetter, String> key) {
            this.key = key;
        }
    }

    private LetterGroup with(Instant diedAt) {
        return new LetterGroup(
                key, letters + 1, diedAt.isBefore(oldest) ? diedAt : oldest, diedAt.isAfter(newest) ? diedAt : newest);
    }

    /** Counts letters as they come. Errors that differ in each letter would make as many groups: beyond a thousand they are one. */
    static final class Counter {
        private static final int MOST_GROUPS = 1_000;
        private static final String OTHERS = "(others)";

        private final By by;
        private final Map<String, LetterGroup> groups = new HashMap<>();

        Counter(By by) {
            this.by = by;
        }

        void add(DeadLetter letter) {
            String own = by.key.apply(letter);
            String key = own == null ? "" : own;
            String counted = groups.size() < MOST_GROUPS || groups.containsKey(key) ? key : OTHERS;
            Instant diedAt = letter.diedAt();
            groups.compute(
                    counted,
                    (name, known) -> known == null ? new LetterGroup(name, 1, diedAt, diedAt) : known.with(diedAt));
        }

        /** The largest first. */
        List<LetterGroup> groups() {
            return groups.values().stream()
                    .sorted(Comparator.comparingLong(LetterGroup::letters)
                            .reversed()
                            .thenComparing(LetterGroup::key))
                    .toList();
        }
    }
}
