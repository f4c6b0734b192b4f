package org.renkei.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.util.Random;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.h2.store.fs.FileUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What was committed is found after a kill at any write. */
class GuardedFileTest {
    private static final int COMMITS = 600;
    private static final int MAPS = 4;
    private static final int KEYS = 40;
    private static final String STORE = "memFS:guarded-store";
    private static final String LEFT = "memFS:guarded-left";

    @BeforeAll
    static void register() {
        GuardedPath.register();
        FilePath.register(new WatchedPath());
    }

    @Test
    void shouldFindTheLastCommitAfterAKillAtAnyWrite() throws Exception {
        Kills kills = run("guarded:watched:" + STORE, 7);

        assertThat(kills.moments).isGreaterThan(COMMITS);
        assertThat(kills.losses).isZero();
    }

    /** If this fails, H2 has mended it, and the guard may go. What H2 writes when depends on the time, too. */
    @Test
    void shouldBeNeeded() throws Exception {
        int losses = 0;
        for (int seed = 7; losses == 0 && seed < 17; seed++) {
            losses = run("watched:" + STORE, seed).losses;
        }

        assertThat(losses).isGreaterThan(0);
    }

    private static Kills run(String name, int seed) throws Exception {
        FileUtils.tryDelete(STORE);
        Kills kills = new Kills();
        Random random = new Random(seed);
        try (MVStore store =
                new MVStore.Builder().fileName(name).autoCommitDisabled().open()) {
            store.setRetentionTime(0);
            store.setVersionsToKeep(0);
            watch(kills::look);
            for (int i = 0; i < COMMITS; i++) {
                MVMap<Integer, byte[]> map = store.openMap("map" + random.nextInt(MAPS));
                int key = random.nextInt(KEYS);
                if (random.nextInt(3) == 0) {
                    map.remove(key);
                } else {
                    map.put(key, new byte[random.nextInt(random.nextInt(10) == 0 ? 60_000 : 3_000)]);
                }
                store.commit();
                kills.committed = store.getFileStore().lastChunkVersion();
            }
        } finally {
            watch(null);
            FileUtils.tryDelete(STORE);
            FileUtils.tryDelete(LEFT);
        }
        return kills;
    }

    /** @param watcher called after each write, on the thread that wrote; null for none */
    static void watch(Watcher watcher) {
        WatchedFile.watcher = watcher;
    }

    /** Looks at a file. */
    interface Watcher {
        void look() throws IOException;
    }

    /** Looks after each write what a process would find if this one were killed now. */
    private static final class Kills {
        private long committed;
        private int moments;
        private int losses;

        void look() throws IOException {
            moments++;
            byte[] left;
            try (InputStream file = FileUtils.newInputStream(STORE)) {
                left = file.readAllBytes();
            }
            FileUtils.tryDelete(LEFT);
            try (FileChannel copy = FilePath.get(LEFT).open("rw")) {
                copy.write(ByteBuffer.wrap(left));
            }
            losses += found() < committed ? 1 : 0;
        }

        private static long found() {
            try (MVStore store = new MVStore.Builder()
                    .fileName(LEFT)
                    .readOnly()
                    .autoCommitDisabled()
                    .open()) {
                return store.getFileStore().lastChunkVersion();
            } catch (MVStoreException unreadable) {
                return -1;
            }
        }
    }

    /** Another path whose writes are looked at. */
    public static final class WatchedPath extends FilePathWrapper {
        @Override
        public String getScheme() {
            return "watched";
        }

        @Override
        public FileChannel open(String mode) throws IOException {
            return new WatchedFile(super.open(mode));
        }
    }

    private static final class WatchedFile extends FileBaseDefault {
        private static final int PAGE = 4096;
        private static volatile Watcher watcher;

        private final FileChannel file;

        WatchedFile(FileChannel file) {
            this.file = file;
        }

        /** A kill may come when a page of several is written. */
        @Override
        public int write(ByteBuffer source, long position) throws IOException {
            int length = source.remaining();
            if (watcher != null && length > PAGE) {
                file.write(source.slice(source.position(), PAGE), position);
                watcher.look();
            }
            int written = file.write(source, position);
            if (watcher != null) {
                watcher.look();
            }
            return written;
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            file.truncate(size);
            if (watcher != null) {
                watcher.look();
            }
        }

        @Override
        public int read(ByteBuffer destination, long position) throws IOException {
            return file.read(destination, position);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force(metaData);
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
