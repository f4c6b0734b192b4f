package org.renkei.database;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The options without which H2 loses what was committed, or grows without end. H2 appends to its file, at each write, every page
 * that changed and those above it: some 80 KB for the smallest transaction.
 */
final class H2Options {

    private static final Map<String, String> OPTIONS = new TreeMap<>(Map.of(
            // A commit is written by the thread that commits. Above 0 a thread of H2 writes and cleans behind our back,
            // and a kill -9
            // then found rows that their index did not know.
            "WRITE_DELAY", "0",
            // Milliseconds for which space that is free is not written over: longer than any fsync, so that a power cut
            // finds what the
            // last one on disk refers to. The default of 45 s is what makes files of many GB.
            "RETENTION_TIME", "2000"));

    private H2Options() {}

    /** Those that the URL does not give itself. */
    static String added(String url) {
        StringBuilder safe = new StringBuilder(url);
        OPTIONS.forEach((name, value) -> {
            if (!url.toUpperCase(Locale.ROOT).contains(";" + name + "=")) {
                safe.append(';').append(name).append('=').append(value);
            }
        });
        return safe.toString();
    }
}
