package org.renkei.broker.access;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.storage.DurableFile;
import org.renkei.broker.storage.FileStamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file (mode 0600) that this process and others change. A change is on disk when its method returns; what another process writes is
 * known about a second later. Thread-safe.
 *
 * @param <T> what it holds; immutable
 */
final class SharedFile<T> {
    private static final Logger log = LoggerFactory.getLogger(SharedFile.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Path file;
    private final Form<T> form;
    private final T deleted;
    private final Runnable changed;
    private volatile T content;
    private volatile long lookedAtNanos = System.nanoTime();
    private FileStamp seen;
    private String toldProblem;

    /** How the content is written. */
    interface Form<T> {
        /** @throws ConfigException if the file is wrong */
        T read(Path file);

        String write(T content);
    }

    /**
     * @param empty what a file holds that was not there yet
     * @param deleted what one holds that is there no more; null for what it held before, until something is written again
     * @param changed called after each change, also one from elsewhere
     */
    SharedFile(Path file, Form<T> form, T empty, T deleted, Runnable changed) {
        this.file = file;
        this.form = form;
        this.content = empty;
        this.deleted = deleted;
        this.changed = changed;
    }

    /** @throws ConfigException if there is a file that is wrong */
    synchronized void read() {
        FileStamp found = stamp();
        if (Objects.equals(found, seen) || found == null && deleted == null) {
            return;
        }
        content = found == null ? deleted : form.read(file);
        seen = found;
        changed.run();
    }

    /** What it holds now, or a second ago. A file that has become wrong is told in the log, and what was known before stays. */
    T now() {
        if (System.nanoTime() - lookedAtNanos >= LOOK_EVERY.toNanos()) {
            look();
        }
        return content;
    }

    private synchronized void look() {
        lookedAtNanos = System.nanoTime();
        try {
            read();
            toldProblem = null;
        } catch (ConfigException e) {
            if (!e.getMessage().equals(toldProblem)) {
                toldProblem = e.getMessage();
                log.atError()
                        .addKeyValue("file", file)
                        .addKeyValue("problem", e.getMessage())
                        .log("not read again; what was known before stays");
            }
        }
    }

    /**
     * Changes what the file holds now.
     *
     * @param change of what it is given; the same object if nothing is to be changed
     * @return whether anything was
     * @throws ConfigException if the file is wrong or cannot be written; then nothing is changed
     */
    synchronized boolean change(UnaryOperator<T> change) {
        read();
        T next = change.apply(content);
        if (next == content) {
            return false;
        }
        write(file, form.write(next));
        seen = stamp();
        content = next;
        changed.run();
        return true;
    }

    /** @throws ConfigException if it cannot be written */
    static void write(Path file, String text) {
        try {
            DurableFile.replace(file, text);
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "", "cannot be written: " + e.getMessage());
        }
    }

    /** Null if there is no file now; as before if that cannot be told. */
    private FileStamp stamp() {
        try {
            return FileStamp.of(file);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            return seen;
        }
    }

    /** A form whose two directions are given. */
    static <T> Form<T> form(Function<Path, T> read, Function<T, String> write) {
        return new Form<>() {
            @Override
            public T read(Path file) {
                return read.apply(file);
            }

            @Override
            public String write(T content) {
                return write.apply(content);
            }
        };
    }
}
