package org.renkei.broker.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.inhand.InHand;
import org.renkei.broker.inhand.InHandNotes;
import org.renkei.broker.limits.HandBlocks;

/** How workers that wait learn of rows, with no keeper that would make good what was lost. */
abstract class WakingContract {

    private static final String CHANNEL = "orders";
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final int ROUNDS = 300;

    @TempDir
    Path folder;

    private final AtomicInteger fired = new AtomicInteger();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private DataSources sources;
    private BusinessDatabase database;
    private LiveChannel channel;

    abstract DataSourceConfig database();

    @BeforeEach
    void open() {
        ChannelConfig config = ChannelConfig.in("business");
        sources = DataSources.open(Map.of("business", database()), Map.of(CHANNEL, config), folder, folder, "test");
        database = sources.find("business").orElseThrow();
        database.useTrigger(name -> {
            fired.incrementAndGet();
            database.triggered(name);
        });
        channel = new LiveChannel(
                CHANNEL,
                config,
                new TableQueue(CHANNEL, database, new NoDoor()),
                HandBlocks.load(folder.resolve("blocks")),
                Clock.systemUTC());
        channel.start();
    }

    @AfterEach
    void close() throws InterruptedException {
        threads.shutdown();
        assertThat(threads.awaitTermination(LONG.toSeconds(), TimeUnit.SECONDS)).isTrue();
        sources.close();
    }

    @Test
    void shouldFireNoTriggerWhenNobodyWaits() {
        send(0);
        send(1);
        try (TableSession session = session()) {
            assertThat(session.receive(LONG)).isNotNull();
            send(2);
            session.commit();
            assertThat(session.receive(LONG)).isNotNull();
            session.commit();
            assertThat(session.receive(LONG)).isNotNull();
            session.commit();
        }
        assertThat(fired).hasValue(0);
    }

    @Test
    void shouldFireATriggerForAWorkerThatWaitsAndNoneAfterThat() throws Exception {
        Future<ChannelMessage> got = threads.submit(() -> received(LONG));
        await().until(() -> database.wake(CHANNEL).isAwaited());

        send(0);

        assertThat(got.get(SOON.toSeconds(), TimeUnit.SECONDS)).isNotNull();
        assertThat(fired).hasValueBetween(0, 1);
        int before = fired.get();
        send(1);
        assertThat(fired).hasValue(before);
    }

    @Test
    void shouldWaitNoMoreWhenTheWaitEnds() {
        try (TableSession session = session()) {
            assertThat(session.receive(Duration.ofMillis(50))).isNull();
            assertThat(database.wake(CHANNEL).isAwaited()).isFalse();
        }
    }

    /** One that looked before a commit and slept after it would sleep for as long as it may. */
    @Test
    void shouldNeverSleepOverARow() throws Exception {
        List<Future<Integer>> workers = new ArrayList<>();
        AtomicInteger received = new AtomicInteger();
        for (int i = 0; i < 2; i++) {
            workers.add(threads.submit(() -> receiveAll(received)));
        }
        for (int i = 0; i < ROUNDS; i++) {
            int expected = i + 1;
            // So that the commit falls on another moment of the workers' way to sleep each time.
            LockSupport.parkNanos(i * 10_000L);
            send(i);
            await().pollInterval(Duration.ofMillis(1)).atMost(SOON).until(() -> received.get() >= expected);
        }
        channel.stop();
        int all = 0;
        for (Future<Integer> worker : workers) {
            all += worker.get(LONG.toSeconds(), TimeUnit.SECONDS);
        }
        assertThat(all).isEqualTo(ROUNDS);
    }

    /** Its rows are older than others that are gone already, so that nobody would look there without a reason. */
    @Test
    void shouldNotSleepOverWhatIsCommittedLate() throws Exception {
        try (TableTransaction slow = database.begin()) {
            slow.run(connection -> {
                NewRow late = new NewRow(CHANNEL, ChannelMessage.of("late"), null, null);
                database.table()
                        .insert(connection, List.of(late), database.clock().instant());
                return null;
            });
            send(1);
            assertThat(received(LONG)).isNotNull();
            Future<ChannelMessage> got = threads.submit(() -> received(LONG));
            await().until(() -> database.wake(CHANNEL).isAwaited());

            slow.change(CHANNEL).ready++;
            slow.commit();

            assertThat(got.get(SOON.toSeconds(), TimeUnit.SECONDS).body()).isEqualTo(Body.of("late"));
        }
    }

    private int receiveAll(AtomicInteger received) {
        int mine = 0;
        try (TableSession session = session()) {
            while (received.get() < ROUNDS) {
                ChannelMessage next = received.get() < ROUNDS - 2 ? session.receive(LONG) : session.receive(SOON);
                if (next != null) {
                    session.commit();
                    mine++;
                    received.incrementAndGet();
                }
            }
        }
        return mine;
    }

    private ChannelMessage received(Duration wait) {
        try (TableSession session = session()) {
            ChannelMessage message = session.receive(wait);
            session.commit();
            return message;
        }
    }

    private void send(int number) {
        try (TableTransaction transaction = database.begin()) {
            transaction.insert(new NewRow(CHANNEL, ChannelMessage.of("order " + number), null, null));
            transaction.commit();
        }
    }

    private TableSession session() {
        InHand inHand = new InHand(channel, InHandNotes.open(folder.resolve("in-hand-" + System.nanoTime())));
        return new TableSession(CHANNEL, channel, database, new NoTargets(), inHand, 1);
    }

    /** Nothing is sent on. */
    private static final class NoTargets implements TableTargets {

        @Override
        public LiveChannel channel(String name) {
            throw new RenkeiException(ErrorCode.CHANNEL_UNKNOWN, name);
        }

        @Override
        public boolean isThere(String replyTo) {
            return false;
        }

        @Override
        public void sendToMemory(LiveChannel to, ChannelMessage message) {
            throw new UnsupportedOperationException();
        }
    }
}
