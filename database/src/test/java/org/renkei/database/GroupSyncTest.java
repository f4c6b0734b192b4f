package org.renkei.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GroupSyncTest {

    private static final int SOON_SECONDS = 10;

    private final GroupSync sync = new GroupSync();
    private final AtomicInteger writes = new AtomicInteger();
    private final CountDownLatch began = new CountDownLatch(1);
    private final CountDownLatch mayGoOn = new CountDownLatch(1);
    private final List<Thread> waiting = new ArrayList<>();

    @Test
    void shouldWriteOnceForAllWhoCameMeanwhile() throws Exception {
        FutureTask<Boolean> first = running(this::slowly);
        began.await();
        List<FutureTask<Boolean>> others = waiting(5);
        assertThat(writes).hasValue(1);

        mayGoOn.countDown();

        ends(first);
        for (FutureTask<Boolean> other : others) {
            ends(other);
        }
        assertThat(writes).hasValue(2);
    }

    @Test
    void shouldLetTheNextTakeOverWhenAWriteFails() throws Exception {
        FutureTask<Boolean> first = running(connection -> {
            slowly(connection);
            throw new SQLException("disk full");
        });
        began.await();
        List<FutureTask<Boolean>> others = waiting(3);

        mayGoOn.countDown();

        assertThatExceptionOfType(ExecutionException.class)
                .isThrownBy(() -> ends(first))
                .withMessageContaining("disk full");
        for (FutureTask<Boolean> other : others) {
            ends(other);
        }
        assertThat(writes).hasValue(2);
    }

    @Test
    void shouldNotReturnBeforeItIsOnDiskThoughInterrupted() throws Exception {
        FutureTask<Boolean> first = running(this::slowly);
        began.await();
        FutureTask<Boolean> interrupted = waiting(1).get(0);
        waiting.get(0).interrupt();
        await().during(100, TimeUnit.MILLISECONDS).until(() -> !interrupted.isDone());

        mayGoOn.countDown();

        ends(first);
        assertThat(ends(interrupted)).as("its interrupt is not forgotten").isTrue();
        assertThat(writes).hasValue(2);
    }

    @Test
    void shouldWriteForEachWhoComesAlone() throws SQLException {
        sync.sync(null, connection -> writes.incrementAndGet());
        sync.sync(null, connection -> writes.incrementAndGet());

        assertThat(writes).hasValue(2);
    }

    private void slowly(java.sql.Connection connection) throws SQLException {
        writes.incrementAndGet();
        began.countDown();
        try {
            mayGoOn.await();
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
    }

    private List<FutureTask<Boolean>> waiting(int callers) {
        List<FutureTask<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < callers; i++) {
            tasks.add(running(connection -> writes.incrementAndGet()));
        }
        await().until(() -> waiting.stream()
                        .filter(thread -> thread.getState() == Thread.State.WAITING)
                        .count()
                >= callers);
        return tasks;
    }

    /** @return whether its thread was interrupted in the end */
    private FutureTask<Boolean> running(GroupSync.Write write) {
        FutureTask<Boolean> task = new FutureTask<>(() -> {
            sync.sync(null, write);
            return Thread.interrupted();
        });
        Thread thread = new Thread(task);
        if (began.getCount() == 0) {
            waiting.add(thread);
        }
        thread.start();
        return task;
    }

    private static boolean ends(FutureTask<Boolean> task) throws Exception {
        return task.get(SOON_SECONDS, TimeUnit.SECONDS);
    }
}
