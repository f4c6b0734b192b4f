package org.renkei.broker.channel;

/**
 * Which messages of a channel somebody wants to look at.
 *
 * @param limit how many at the most, 1 to 200
 * @param after {@link MessagePage#next} or {@link BrowsedMessage#cursor}, behind which to begin; null for the first
 * @param text must be in the id, the correlation id, the name or value of a property, or the first 64 KiB of the body, in any case of
 *     letters; null or blank for all
 */
public record BrowseQuery(int limit, String after, String text) {

    public static final int GREATEST_LIMIT = 200;

    /** @throws IllegalArgumentException if the limit is out of bounds */
    public BrowseQuery {
        if (limit < 1 || limit > GREATEST_LIMIT) {
            throw new IllegalArgumentException("limit must be 1 to " + GREATEST_LIMIT + ", was " + limit);
        }
        text = text == null || text.isBlank() ? null : text;
    }

    /** The first messages, whatever they are. */
    public static BrowseQuery first(int limit) {
        return new BrowseQuery(limit, null, null);
    }
}
