package org.renkei.services.activity;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who changed what, and when (D9): a line of JSON for each change, in a file for each month. Thread-safe; processes may write to one folder.
 *
 * <p>An entry is with the operating system before {@link #record} returns, so that it survives the end of the process, however that
 * comes. It is not forced to the disk: a power cut may take the entries of the last seconds. What cannot be written is told in the log and
 * by {@link #problem}, and keeps nobody from acting: on a full disk an operator must be able to stop the system.
 */
public final class ActivityLog {
    private static final Logger log = LoggerFactory.getLogger(ActivityLog.class);

    private final ActivityFiles files;
    private final Duration retention;
    private final Clock clock;
    private volatile String problem;

    /**
     * @param folder made when the first entry is written
     * @param retention how long an entry is kept; null: nothing is deleted here
     */
    public ActivityLog(Path folder, Duration retention, Clock clock) {
        this.files = new ActivityFiles(folder);
        this.retention = retention;
        this.clock = clock;
        deleteOld();
    }

    /**
     * Writes down what is about to be done, or was done.
     *
     * @param from the address that it came from, or null
     * @param target or null
     * @param detail or null
     */
    public void record(String user, String from, String action, String target, String detail) {
        ActivityEntry entry = new ActivityEntry(clock.instant(), user, from, action, target, detail);
        try {
            if (files.append(ActivityFiles.monthOf(entry.at()), ActivityJson.line(entry))) {
                deleteOld();
            }
            problem = null;
        } catch (IOException e) {
            if (problem == null) {
                log.atError().setCause(e).log("changes are not recorded");
            }
            problem = "changes are not recorded in " + files.folder() + ": " + e;
        }
    }

    /** The same of what the system does by itself. */
    public void recordOwn(String action, String target, String detail) {
        record(ActivityEntry.SYSTEM, null, action, target, detail);
    }

    /** Why the last entry was not written; empty if it was. */
    public Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    /**
     * A page of what was done, the newest first. Looks at 50,000 entries at the most. Lines that cannot be read, as
     * a crash leaves them, are left out.
     *
     * @throws IOException if a file cannot be read
     */
    public ActivityPage page(ActivityQuery query) throws IOException {
        return new ActivityReading(files, query).page();
    }

    private void deleteOld() {
        if (retention == null) {
            return;
        }
        try {
            files.deleteBefore(ActivityFiles.monthOf(clock.instant().minus(retention)));
        } catch (IOException e) {
            log.atWarn().setCause(e).log("old entries of the activity log not deleted");
        }
    }
}
