package org.renkei.broker.inhand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.renkei.broker.storage.DurableFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notes of all workers, in one folder, and what the last process left there when it died. The broker's own delivery
 * count does not survive a crash; these do (C1, D6). Thread-safe.
 */
public final class InHandNotes {

    private static final Logger log = LoggerFactory.getLogger(InHandNotes.class);
    private static final String LEFT = "left.ids";

    private final Path folder;
    private final Set<Long> left;
    private volatile int foundAtStart;
    private final Set<Long> redelivered = ConcurrentHashMap.newKeySet();
    private final Deque<InHandFile> free = new ArrayDeque<>();
    private final AtomicInteger made = new AtomicInteger();

    private InHandNotes(Path folder, Set<Long> left) {
        this.folder = folder;
        this.left = ConcurrentHashMap.newKeySet();
        this.left.addAll(left);
        this.foundAtStart = left.size();
    }

    /** Reads what the last process left and keeps it until it is done, over further crashes too. */
    public static InHandNotes open(Path folder) {
        try {
            Files.createDirectories(folder);
            Set<Long> left = new HashSet<>();
            Set<Path> old = new HashSet<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.ids")) {
                for (Path file : files) {
                    left.addAll(InHandFile.left(file));
                    old.add(file);
                }
            }
            InHandNotes notes = new InHandNotes(folder, left);
            notes.keepLeft();
            old.remove(folder.resolve(LEFT));
            for (Path file : old) {
                Files.delete(file);
            }
            return notes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the notes of what was in hand in " + folder, e);
        }
    }

    /** How many messages a process that died had in hand. */
    public int foundAtStart() {
        return foundAtStart;
    }

    /** How many of them were delivered again since. */
    public int redelivered() {
        return redelivered.size();
    }

    /** True if a process that died had this message in hand. */
    boolean wasInHand(long messageId) {
        if (left.isEmpty() || !left.contains(messageId)) {
            return false;
        }
        redelivered.add(messageId);
        return true;
    }

    /** They were committed: the next crash has nothing to do with them. */
    synchronized void done(Collection<Long> messageIds) {
        if (left.removeAll(messageIds)) {
            tryToKeepLeft();
        }
    }

    /** A file for one worker; give it back with {@link #giveBack}. */
    synchronized InHandFile take() {
        InHandFile known = free.poll();
        if (known != null) {
            return known;
        }
        try {
            return new InHandFile(folder.resolve("worker-" + made.incrementAndGet() + ".ids"));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write to " + folder, e);
        }
    }

    synchronized void giveBack(InHandFile file) {
        file.clear();
        free.push(file);
    }

    /** When no durable channel holds a message: all that was in hand had been committed just before the crash. */
    public synchronized void forget() {
        left.clear();
        foundAtStart = 0;
        tryToKeepLeft();
    }

    private void tryToKeepLeft() {
        try {
            keepLeft();
        } catch (IOException e) {
            log.atWarn().addKeyValue("folder", folder).setCause(e).log("notes of what was in hand not written");
        }
    }

    private void keepLeft() throws IOException {
        Set<Long> ids = Set.copyOf(left);
        if (ids.isEmpty()) {
            Files.deleteIfExists(folder.resolve(LEFT));
            return;
        }
        ByteBuffer content = ByteBuffer.allocate((ids.size() + 1) * Long.BYTES);
        content.putLong(ids.size());
        ids.forEach(content::putLong);
        DurableFile.replace(folder.resolve(LEFT), content.array());
    }
}
