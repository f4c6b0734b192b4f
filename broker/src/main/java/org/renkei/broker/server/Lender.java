package org.renkei.broker.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.filter.impl.FilterImpl;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.server.impl.RoutingContextImpl;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.session.WireMessage;
import org.renkei.broker.table.LentRows;
import org.renkei.broker.table.RowKey;
import org.renkei.broker.table.StoredRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lends rows of one database channel to programs' consumers: on the thread {@code lend-CHANNEL}, for as long as there are such, it marks
 * rows as lent and puts a copy of each into the broker's queue of the same name. A consumer that acknowledges a copy has its row
 * deleted ({@link ProgramWork}); what was not acknowledged when the last consumer is gone is taken back.
 *
 * <p>The row is the message, the copy only stands for it. A copy whose row is not ours any more is handed to nobody. Thread-safe.
 */
final class Lender implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Lender.class);
    private static final int MOST = 100;
    private static final int MOST_BYTES = 8 << 20;
    private static final int AT_ONCE = 50;
    private static final int FLUSH = 1_000;
    private static final Duration WAIT = Duration.ofSeconds(1);
    private static final Duration SHORT_WAIT = Duration.ofMillis(50);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final LiveChannel channel;
    private final ActiveMQServer server;
    private final Queue queue;
    private final LentRows rows;
    private final Filter copiesOnly;
    private final Map<Long, LentCopy> copies = new ConcurrentHashMap<>();
    private final AtomicLong bytes = new AtomicLong();
    private final ConcurrentLinkedQueue<Aside> asides = new ConcurrentLinkedQueue<>();
    private final ConcurrentLinkedQueue<RowKey> handedOut = new ConcurrentLinkedQueue<>();
    private final Set<RowKey> ending = ConcurrentHashMap.newKeySet();
    private final ConcurrentLinkedQueue<RowKey> undeleted = new ConcurrentLinkedQueue<>();
    private int lendSize = 1;
    private int consumers;
    private Thread thread;
    private volatile boolean recalling;
    private volatile boolean strays;
    private volatile boolean closed;

    /** A row that is to leave the channel. */
    private record Aside(StoredRow row, String to, Map<String, Object> with) {}

    Lender(LiveChannel channel, ActiveMQServer server, Queue queue, LentRows rows) throws ActiveMQException {
        this.channel = channel;
        this.server = server;
        this.queue = queue;
        this.rows = rows;
        this.copiesOnly = FilterImpl.createFilter(LentCopy.PROPERTY + " IS NOT NULL");
    }

    LentRows rows() {
        return rows;
    }

    synchronized void consumerCame() {
        consumers++;
        if (thread == null && !closed) {
            thread = new Thread(this::run, "lend-" + channel.name());
            thread.setDaemon(true);
            thread.start();
        }
        rows.call();
    }

    synchronized void consumerWent() {
        consumers--;
        rows.call();
    }

    /** The copy that this message is; null if it is none, or one whose row is not lent any more. */
    LentCopy copyOf(MessageReference reference) {
        Long row = LentCopy.rowOf(reference.getMessage());
        LentCopy copy = row == null ? null : copies.get(row);
        return copy == null || copy.brokersId() != reference.getMessageID() ? null : copy;
    }

    /** True if a program may have this message now. */
    boolean mayHandOut(MessageReference reference) {
        LentCopy copy = copyOf(reference);
        if (copy == null || recalling || rows.isAway()) {
            return false;
        }
        int before = copy.row().message().deliveries();
        if (reference.getDeliveryCount() < before) {
            reference.setDeliveryCount(before);
        }
        return true;
    }

    /** Its row is deleted. */
    void taken(LentCopy copy) {
        forget(copy);
        if (copies.size() <= MOST / 2) {
            rows.call();
        }
    }

    /**
     * Their rows will be deleted after a commit that is about to begin; until {@link #takenAfterAll} or {@link #notTaken} they are not
     * taken back.
     *
     * @throws RenkeiException if one is in other hands, or the database does not answer
     */
    void aboutToTake(Collection<LentCopy> copies) {
        List<RowKey> keys = keys(copies);
        ending.addAll(keys);
        if (!rows.areLent(keys)) {
            throw new RenkeiException(
                    ErrorCode.COMMIT_FAILED,
                    "a message in hand is no longer in channel " + channel.name() + ": somebody else has deleted it");
        }
    }

    void notTaken(Collection<LentCopy> copies) {
        keys(copies).forEach(ending::remove);
    }

    /** The broker has committed. When this returns their rows are deleted, or will be as soon as the database takes it. */
    void takenAfterAll(Collection<LentCopy> taken) {
        List<RowKey> keys = keys(taken);
        taken.forEach(this::forget);
        try {
            delete(keys);
        } catch (RuntimeException e) {
            log.atWarn()
                    .addKeyValue("channel", channel.name())
                    .addKeyValue("rows", keys.size())
                    .addKeyValue("cause", e.getMessage())
                    .log("taken by a program, to be deleted when the database takes it");
            undeleted.addAll(keys);
        }
        if (copies.size() <= MOST / 2) {
            rows.call();
        }
    }

    private void delete(List<RowKey> taken) {
        int deleted = rows.delete(taken);
        if (deleted < taken.size()) {
            log.atWarn()
                    .addKeyValue("channel", channel.name())
                    .addKeyValue("rows", taken.size() - deleted)
                    .log("taken by a program, but deleted by somebody else");
        }
        taken.forEach(ending::remove);
    }

    private void deleteTaken() {
        List<RowKey> left = List.copyOf(undeleted);
        if (!left.isEmpty()) {
            delete(left);
            undeleted.removeAll(left);
        }
    }

    private static List<RowKey> keys(Collection<LentCopy> copies) {
        return copies.stream().map(copy -> copy.row().key()).toList();
    }

    /** Its row may be deleted or in other hands: nobody shall get it again if so. */
    void check(LentCopy copy) {
        if (!rows.isAway() && !rows.areLent(List.of(copy.row().key()))) {
            forget(copy);
            strays = true;
            rows.call();
        }
    }

    /** The broker found that its validity has ended, and has thrown it away: the row goes where expired messages go. */
    void expired(LentCopy copy) {
        setAside(copy, Channels.EXPIRED, Map.of(WireMessage.ORIGINAL_QUEUE, channel.name()));
    }

    /** A consumer has rejected it, or an administrator has removed it, and the broker has thrown it away: a dead letter. */
    void refused(LentCopy copy) {
        setAside(
                copy,
                Channels.DEAD,
                Map.of(
                        "renkei_error",
                        ErrorCode.APPLICATION_FAILED
                                + " a program's consumer rejected it, or an administrator removed it from the queue",
                        "renkei_origin",
                        channel.name()));
    }

    /** It was taken out of the queue by us. */
    void recalled(LentCopy copy, int deliveries) {
        forget(copy);
        if (deliveries > copy.row().message().deliveries()) {
            handedOut.add(copy.row().key());
        }
    }

    private void setAside(LentCopy copy, String to, Map<String, Object> with) {
        forget(copy);
        asides.add(new Aside(copy.row(), to, with));
        rows.call();
    }

    private void forget(LentCopy copy) {
        if (copies.remove(copy.row().key().id(), copy)) {
            bytes.addAndGet(-copy.bytes());
        }
    }

    private void run() {
        rows.waits();
        try {
            while (!closed) {
                long seen = rows.calls();
                if (work()) {
                    return;
                }
                if (rows.isAway()) {
                    awaitBack();
                } else if (isWanted()) {
                    rows.await(seen, WAIT);
                    offerAgain();
                } else {
                    rows.await(seen, SHORT_WAIT);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            rows.stopsWaiting();
        }
    }

    /** Does what there is to do. @return true if this thread has ended, because there is nobody to lend to */
    private boolean work() {
        try {
            deleteTaken();
            setAside();
            removeStrays();
            if (isWanted()) {
                lend();
                return false;
            }
            return recall();
        } catch (RenkeiException e) {
            if (e.code() != ErrorCode.DATABASE_AWAY) {
                log.atWarn()
                        .addKeyValue("channel", channel.name())
                        .addKeyValue("cause", e.getMessage())
                        .log("not lent");
            }
        } catch (Exception e) {
            log.atError().addKeyValue("channel", channel.name()).setCause(e).log("not lent");
        }
        return false;
    }

    private synchronized boolean isWanted() {
        return consumers > 0;
    }

    private void lend() throws Exception {
        boolean mayBeMore = true;
        while (mayBeMore && isWanted() && !closed && channel.serves()) {
            int room = bytes.get() >= MOST_BYTES ? 0 : MOST - copies.size();
            if (room <= 0) {
                return;
            }
            int most = Math.min(room, lendSize);
            List<StoredRow> lent = rows.lend(most);
            long before = bytes.get();
            for (StoredRow row : lent) {
                putIntoQueue(row);
            }
            mayBeMore = lent.size() >= most;
            // Of large messages few at once: all of them are in memory.
            boolean large = bytes.get() - before > MOST_BYTES / 4;
            lendSize = large ? Math.max(1, lendSize / 4) : Math.min(2 * lendSize, AT_ONCE);
        }
    }

    private void putIntoQueue(StoredRow row) throws Exception {
        ICoreMessage message =
                WireMessage.lent(row.message(), server.getStorageManager().generateID());
        message.setAddress(queue.getAddress());
        message.setRoutingType(RoutingType.ANYCAST);
        message.putStringProperty(LentCopy.PROPERTY, LentCopy.nameOf(row.key()));
        LentCopy copy = new LentCopy(this, row, message.getMessageID(), message.getEncodeSize());
        copies.put(row.key().id(), copy);
        bytes.addAndGet(copy.bytes());
        // A row that is lent once more is no duplicate, whatever its sender's duplicate id.
        server.getPostOffice().route(message, new RoutingContextImpl(null).setDuplicateDetection(false), false);
    }

    private void setAside() {
        for (Aside aside = asides.peek(); aside != null; aside = asides.peek()) {
            rows.send(aside.row(), aside.to(), aside.with());
            asides.remove();
        }
    }

    private void removeStrays() throws Exception {
        if (!strays) {
            return;
        }
        strays = false;
        List<Long> found = new ArrayList<>();
        try (LinkedListIterator<MessageReference> waiting = queue.browserIterator()) {
            while (waiting.hasNext()) {
                MessageReference reference = waiting.next();
                if (LentCopy.rowOf(reference.getMessage()) != null && copyOf(reference) == null) {
                    found.add(reference.getMessageID());
                }
            }
        }
        for (long stray : found) {
            queue.deleteReference(stray);
        }
    }

    /** @return false if some are still in consumers' transactions */
    private boolean recall() throws Exception {
        recalling = true;
        try {
            queue.deleteMatchingReferences(FLUSH, copiesOnly, AckReason.REPLACED);
            // In this order: what is delivered no longer was among those that end before.
            if (queue.getDeliveringCount() > 0 || !ending.isEmpty()) {
                return false;
            }
            rows.takeBack(List.copyOf(handedOut));
            handedOut.clear();
            new HashMap<>(copies).values().forEach(this::forget);
            lendSize = 1;
        } finally {
            recalling = false;
        }
        synchronized (this) {
            if (consumers > 0) {
                return false;
            }
            thread = null;
            return true;
        }
    }

    /** What came back to the queue while the database was away was handed to nobody, and the broker has passed over it. */
    private void offerAgain() {
        if (!copies.isEmpty()) {
            queue.resetAllIterators();
            queue.deliverAsync();
        }
    }

    private void awaitBack() throws InterruptedException {
        if (rows.awaitBack(WAIT)) {
            offerAgain();
        }
    }

    /** What is lent stays lent: consumers may acknowledge until the broker stops, and the next start takes back the rest. */
    @Override
    public void close() {
        Thread ending;
        synchronized (this) {
            closed = true;
            ending = thread;
        }
        rows.call();
        if (ending != null) {
            try {
                ending.join(LONGEST_CLOSE.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
