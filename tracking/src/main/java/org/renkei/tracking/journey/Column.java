package org.renkei.tracking.journey;

/**
 * How much of a text its column takes. What does not fit is cut off and what PostgreSQL cannot store is replaced: a strange
 * text in one event must not keep all others out of the database.
 */
enum Column {
    JOB(64),
    BRANCH(500),
    NAME(200),
    VERSION(64),
    CORRELATION(500),
    APPLICATION(500),
    ERROR(4_000),
    ITEM(1_000),
    ITEM_HEAD(200);

    private static final char REPLACEMENT = '\uFFFD';

    private final int length;

    Column(int length) {
        this.length = length;
    }

    /** The text as it is stored; null stays null. */
    String fit(String text) {
        if (text == null) {
            return null;
        }
        return storable(text.length() > length ? text.substring(0, cut(text)) : text);
    }

    /** Where to cut, so that no character is halved. */
    int cut(String text) {
        if (text.length() <= length) {
            return text.length();
        }
        return Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length;
    }

    /** The text with what PostgreSQL cannot store replaced. */
    static String storable(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder storable = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? REPLACEMENT : c)
                .forEach(storable::appendCodePoint);
        return storable.toString();
    }
}
