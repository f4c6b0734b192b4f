package org.renkei.database;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/**
 * Keeps statements from running while a commit is written. H2 writes its tables and its undo logs one after the other, while other
 * threads go on to change them: a file that was written so may hold a change and not how to undo it, and a process that is killed
 * before the next commit leaves half of a transaction behind.
 *
 * <p>A statement that waits for a row keeps commits waiting, which may be what it waits for: they wait for a moment only.
 */
final class StoreLock {
    private static final long LONGEST_WAIT_MILLIS = 20;
    private static final Map<String, StoreLock> BY_STORE = new ConcurrentHashMap<>();

    private final ReadWriteLock lock = new ReentrantReadWriteLock();

    private StoreLock() {}

    /** The one of this database, whoever opens it in this process. */
    static StoreLock of(String url) {
        return BY_STORE.computeIfAbsent(Dialect.withoutOptions(url), store -> new StoreLock());
    }

    /** Runs a call that only changes what will be committed later. */
    <T> T shared(Callable<T> call) throws Exception {
        lock.readLock().lock();
        try {
            return call.call();
        } finally {
            lock.readLock().unlock();
        }
    }

    /** Runs a call that writes the store. */
    <T> T alone(Callable<T> call) throws Exception {
        boolean locked = lock.writeLock().tryLock(LONGEST_WAIT_MILLIS, TimeUnit.MILLISECONDS);
        try {
            return call.call();
        } finally {
            if (locked) {
                lock.writeLock().unlock();
            }
        }
    }
}
