package org.renkei.broker.external;

import java.util.Comparator;

/** Where a message lies in a queue of several brokers: at which, and behind those of a greater priority and of a smaller number. */
record ExternalPlace(int member, int priority, long id) implements Comparable<ExternalPlace> {

    private static final int PARTS = 3;
    private static final Comparator<ExternalPlace> ORDER = Comparator.comparingInt(ExternalPlace::member)
            .thenComparing(Comparator.comparingInt(ExternalPlace::priority).reversed())
            .thenComparingLong(ExternalPlace::id);

    /** @throws IllegalArgumentException if {@link #toString} has not written it */
    static ExternalPlace parse(String text) {
        String[] parts = text.split("_", -1);
        try {
            if (parts.length == PARTS) {
                return new ExternalPlace(
                        Integer.parseUnsignedInt(parts[0]), Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a place in this channel: '" + text + "'", e);
        }
        throw new IllegalArgumentException("not a place in this channel: '" + text + "'");
    }

    @Override
    public int compareTo(ExternalPlace other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return member + "_" + priority + "_" + id;
    }
}
