package org.renkei.routes.dead;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.Comparator;

/** Where a page of a list ended. It holds although letters come and go meanwhile. */
public record LetterCursor(Instant diedAt, String id) implements Comparable<LetterCursor> {
    private static final Comparator<LetterCursor> ORDER =
            Comparator.comparing(LetterCursor::diedAt).thenComparing(LetterCursor::id);

    static LetterCursor of(LetterSummary letter) {
        return new LetterCursor(letter.diedAt(), letter.id());
    }

    /** @throws IllegalArgumentException if {@link #toString} has not written it */
    public static LetterCursor parse(String text) {
        int slash = text.indexOf('/');
        try {
            return new LetterCursor(Instant.parse(text.substring(0, slash)), text.substring(slash + 1));
        } catch (DateTimeException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not the end of a page: '" + text + "'", e);
        }
    }

    @Override
    public int compareTo(LetterCursor other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return diedAt + "/" + id;
    }
}
