package org.renkei.broker.inhand;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notes of all workers, in one folder, and what the last process left there when it died. The broker's own delivery
 * count does not survive a crash; these do (C1, D6). Thread-safe.
 */
public final class InHandNotes {

    private static final Logger log = LoggerFactory.getLogger(InHandNotes.class);
    private static final String LEFT = "left.ids";
    private static final String WORKERS = "worker-*.ids";

    private final Path folder;
    private final Map<Long, Integer> left = new ConcurrentHashMap<>();
    private volatile int foundAtStart;
    private final Set<Long> redelivered = ConcurrentHashMap.newKeySet();
    private final Deque<InHandFile> free = new ArrayDeque<>();
    private final AtomicInteger made = new AtomicInteger();

    private InHandNotes(Path folder) {
        this.folder = folder;
    }

    /** Reads what the last process left and keeps it until it is done, over further crashes too. */
    public static InHandNotes open(Path folder) {
        try {
            Files.createDirectories(folder);
            InHandNotes notes = new InHandNotes(folder);
            List<Path> workers = new ArrayList<>();
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, WORKERS)) {
                files.forEach(workers::add);
            }
            notes.readLeft(workers);
            notes.keepLeft();
            for (Path file : workers) {
                Files.delete(file);
            }
            return notes;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the notes of what was in hand in " + folder, e);
        }
    }

    /** Each crash counts one for what a worker had in hand, and what was left over before keeps its count. */
    private void readLeft(List<Path> workers) throws IOException {
        left.putAll(LeftFile.read(folder.resolve(LEFT)));
        Set<Long> inHand = new HashSet<>();
        for (Path worker : workers) {
            inHand.addAll(InHandFile.left(worker));
        }
        inHand.forEach(id -> left.merge(id, 1, Integer::sum));
        foundAtStart = left.size();
    }

    /** How many messages a process that died had in hand. */
    public int foundAtStart() {
        return foundAtStart;
    }

    /** How many of them were delivered again since. */
    public int redelivered() {
        return redelivered.size();
    }

    /** How many processes died with this message in hand. */
    int crashesOf(long messageId) {
        return left.isEmpty() ? 0 : left.getOrDefault(messageId, 0);
    }

    /** One that a process that died had in hand is handed out again. */
    void redelivered(long messageId) {
        redelivered.add(messageId);
    }

    /** They were committed: the next crash has nothing to do with them. */
    synchronized void done(Collection<Long> messageIds) {
        if (left.keySet().removeAll(messageIds)) {
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
        LeftFile.write(folder.resolve(LEFT), Map.copyOf(left));
    }
}
