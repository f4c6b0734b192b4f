package org.renkei.database;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

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

    private static final String BEGIN = "jdbc:h2:";
    private static final String FILE = "file:";

    /** Java closes a file under a thread that is interrupted while it reads; here other threads read and write. */
    private static final String UNINTERRUPTED = "async:";

    /** A file of the disk, with the ways to it that we know. */
    private static final Pattern ON_DISK = Pattern.compile("(async:|retry:)?(~|\\.{1,2}/|/|[A-Za-z]:[/\\\\]).*");

    static {
        GuardedPath.register();
    }

    private H2Options() {}

    private static String guarded(String url) {
        String path = url.substring(BEGIN.length());
        String onDisk = path.startsWith(FILE) ? path.substring(FILE.length()) : path;
        Matcher disk = ON_DISK.matcher(onDisk);
        if (!disk.matches()) {
            return url;
        }
        String way = disk.group(1) == null ? UNINTERRUPTED : "";
        return BEGIN + GuardedPath.SCHEME + ":" + way + onDisk;
    }

    /** Those that the URL does not give itself; and a file is guarded, see {@link GuardedFile}. */
    static String added(String url) {
        StringBuilder safe = new StringBuilder(guarded(url));
        OPTIONS.forEach((name, value) -> {
            if (!url.toUpperCase(Locale.ROOT).contains(";" + name + "=")) {
                safe.append(';').append(name).append('=').append(value);
            }
        });
        return safe.toString();
    }
}
