package org.renkei.routes.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.dead.DeadLetterBox;
import org.renkei.tracking.store.TrackingStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The writers of one process: one for the broker's queue, and, if tracking lives in a business database, one for the events that
 * are rows there. Each has its own thread, so that neither waits for what the other waits for.
 */
final class TrackingWriters {
    private static final Logger log = LoggerFactory.getLogger(TrackingWriters.class);
    private static final Duration LEFTOVERS = Duration.ofSeconds(10);

    private final Channels channels;
    private final TrackingStore store;
    private final DeadLetterBox deadLetterBox;
    private final LongSupplier moves;
    private final Clock clock;
    private final String node;
    private final TrackingWriter ofQueue;
    private final Optional<TrackingWriter> ofTable;
    private final AtomicInteger lost = new AtomicInteger();

    TrackingWriters(
            Channels channels,
            TrackingStore store,
            DeadLetterBox deadLetterBox,
            LongSupplier moves,
            Clock clock,
            String node) {
        this.channels = channels;
        this.store = store;
        this.deadLetterBox = deadLetterBox;
        this.clock = clock;
        this.node = node;
        this.moves = moves;
        this.ofQueue = new TrackingWriter(
                "tracking-writer",
                () -> channels.open(Channels.TRACKING),
                new TrackingInbox((events, session) -> store.writer().write(events), deadLetterBox, clock),
                this::sweepLost,
                moves,
                clock);
        this.ofTable = store.dataSource().map(this::ofTable);
    }

    private TrackingWriter ofTable(String dataSource) {
        SharedTransaction transaction =
                new SharedTransaction(store.writer(), channels.dataSources().get(dataSource));
        return new TrackingWriter(
                "tracking-writer-" + dataSource,
                () -> channels.openTrackingTable().orElseThrow(),
                new TrackingInbox(transaction, deadLetterBox, clock),
                this::sweepLost,
                moves,
                clock);
    }

    /** Begins with what an earlier process left, and then gives up what that one had in memory. */
    void start() {
        ofTable.ifPresent(TrackingWriter::start);
        markSweep(LEFTOVERS);
        ofQueue.start();
        // Of a broker that others run, whose memory does not end with this process.
        channels.onMemoryLost(this::sendMark);
    }

    /**
     * Sends the mark behind all events so far. When the writer comes to it, whatever tracking then believes to be in this node's
     * memory is LOST: at a start, because memory is new; at a forced stop, because it is about to go. No effect if it is not the memory of
     * this process.
     *
     * @param within how long to wait for events that are rows in a database, which the mark cannot be put behind
     */
    void markSweep(Duration within) {
        if (!channels.holdsMemory()) {
            return;
        }
        if (!awaitRows(within)) {
            log.warn("events of database channels are still on their way while jobs in memory are given up");
        }
        sendMark();
    }

    private void sendMark() {
        channels.send(
                Channels.TRACKING,
                ChannelMessage.of(Body.EMPTY)
                        .withProperties(
                                Map.of(TrackingWriter.SWEEP, clock.instant().toString())));
    }

    /** Waits until all events sent so far are in the tracking database. @return true if they are */
    boolean await(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        // In this order: the relay puts into the queue what it takes out of a table.
        return awaitRows(within) && awaitQueue(deadline);
    }

    private boolean awaitRows(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        while (channels.onTheirWay() > 0) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    private boolean awaitQueue(long deadline) {
        Channel queue = channels.channel(Channels.TRACKING);
        queue.catchUp();
        while (queue.figures().current() > 0) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            pause();
        }
        return true;
    }

    private static void pause() {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }

    private void sweepLost(Instant at) {
        String whose = channels.holdsMemory() ? node : null;
        int swept = store.lostSweep().sweep(at, whose, node);
        List<String> inMemory = channels.all().stream()
                .filter(channel -> channel.config().kind() == ChannelKind.VOLATILE)
                .map(Channel::name)
                .toList();
        store.joins().reopen(whose, inMemory, at);
        lost.addAndGet(swept);
        if (swept > 0) {
            log.atWarn()
                    .addKeyValue("jobs", swept)
                    .log("were in volatile channels when the system stopped, and are lost");
        }
    }

    /** Jobs marked LOST since this process started. */
    int lost() {
        return lost.get();
    }

    Optional<String> problem() {
        return ofQueue.problem().or(() -> ofTable.flatMap(TrackingWriter::problem));
    }

    void stop() {
        ofQueue.stop();
        ofTable.ifPresent(TrackingWriter::stop);
    }
}
