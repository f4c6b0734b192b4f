package org.renkei.services.monitor;

/**
 * Counts in sixteen bits: twelve of digits, four that say how often these are doubled. Up to 4,095 they are exact; the greatest is
 * about 130 million.
 */
final class ShortCount {
    /** What stands for no count at all. */
    static final char NONE = Character.MAX_VALUE;

    private static final int DIGITS = 12;
    private static final int MOST_DIGITS = (1 << DIGITS) - 1;
    private static final long GREATEST = of((char) (NONE - 1));

    private ShortCount() {}

    /** The nearest, rounded down. */
    static char of(long count) {
        long left = Math.max(0, Math.min(count, GREATEST));
        int doubled = 0;
        while (left > MOST_DIGITS) {
            left >>= 1;
            doubled++;
        }
        return (char) (doubled << DIGITS | left);
    }

    static long of(char stored) {
        return (long) (stored & MOST_DIGITS) << (stored >>> DIGITS);
    }
}
