package org.renkei.broker.session;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.InflaterInputStream;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQBuffers;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.spi.core.protocol.SessionCallback;
import org.apache.activemq.artemis.spi.core.remoting.ReadyListener;

/**
 * What a queue of this process has given to one receiver ahead of its asking. The queue puts in on threads of its own, the receiver takes
 * out on its own. It fetches nothing ahead until the receiver has shown how quick it is, so that nobody's message waits behind a slow one
 * while another receiver has nothing to do.
 */
final class Fetched implements SessionCallback {

    private static final SimpleString NO_GROUP = SimpleString.of("");

    private final BlockingQueue<Item> items = new LinkedBlockingQueue<>();
    private final int most;

    /** Messages among the items. */
    private final AtomicInteger held = new AtomicInteger();

    /** The queue gives all messages of a group to the receiver that got the first, and waits for it. */
    private final Set<SimpleString> groups = ConcurrentHashMap.newKeySet();

    /** How many it fetches without being asked. */
    private volatile int ahead;

    private volatile boolean asked;

    /** The queue had more, and waits to be told that there is room again. */
    private volatile boolean refused;

    private volatile boolean disconnected;

    /** @param reference null: the end of what there was when somebody asked for the {@code number}th time */
    private record Item(MessageReference reference, int deliveries, long number) {}

    /** @param most to fetch ahead; 0: none but when {@link #ask asked} */
    Fetched(int most) {
        this.most = most;
    }

    /** True if nothing comes unless {@link #ask} says so. */
    boolean waitsToBeAsked() {
        return ahead == 0;
    }

    /** One more may come. To be followed by a word to the queue. */
    void ask() {
        asked = true;
    }

    /** It need not come any more. It may be here already. */
    void askNoMore() {
        asked = false;
    }

    /** From now on it fetches more ahead than before, up to a bound. */
    void fetchMoreAhead(long bound) {
        ahead = (int) Math.min(bound, Math.min(most, 2 * ahead + 1));
    }

    /** From now on it fetches nothing ahead. */
    void fetchNoneAhead() {
        ahead = 0;
        asked = false;
    }

    /** True if the queue gives messages of some groups to this receiver and to no other. */
    boolean hasGroups() {
        return !groups.isEmpty();
    }

    /** To be called when the queue has forgotten which. */
    void forgetGroups() {
        groups.clear();
    }

    boolean isEmpty() {
        return held.get() == 0;
    }

    /** To be called while the queue gives nothing. */
    void clear() {
        items.clear();
        held.set(0);
        refused = false;
        askNoMore();
    }

    /** To be called by the queue when it has given all that it had to give. */
    void end(long number) {
        items.add(new Item(null, 0, number));
    }

    /** The next one, waiting for it; null if none came. */
    Arrival poll(Duration wait) throws InterruptedException {
        return poll(wait, -1);
    }

    /** The next one before the end of that number; null if there is none. */
    Arrival pollUntil(long end, Duration wait) throws InterruptedException {
        return poll(wait, end);
    }

    private Arrival poll(Duration wait, long end) throws InterruptedException {
        long deadline = System.nanoTime() + wait.toNanos();
        while (true) {
            Item next = items.poll();
            if (next == null) {
                next = items.poll(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
            if (next == null || next.reference == null && next.number == end) {
                return null;
            }
            if (next.reference != null) {
                held.decrementAndGet();
                return arrival(next);
            }
        }
    }

    /** What cannot be turned into the core format at all comes without anything that can be read, so that it holds up nothing. */
    private static Arrival arrival(Item item) {
        MessageReference reference = item.reference;
        try {
            ICoreMessage message = reference.getMessage().toCore();
            return new Arrival(message, reference.getMessageID(), item.deliveries, () -> body(message));
        } catch (RuntimeException malformed) {
            CoreMessage nothing = new CoreMessage(reference.getMessageID(), 0);
            nothing.setDurable(reference.getMessage().isDurable());
            return new Arrival(nothing, reference.getMessageID(), item.deliveries, () -> {
                throw malformed;
            });
        }
    }

    private static ActiveMQBuffer body(ICoreMessage message) {
        return CoreBodyStart.isCompressed(message) ? inflated(message) : message.getReadOnlyBodyBuffer();
    }

    private static ActiveMQBuffer inflated(ICoreMessage message) {
        ActiveMQBuffer stored = message.getReadOnlyBodyBuffer();
        byte[] deflated = new byte[stored.readableBytes()];
        stored.readBytes(deflated);
        try (InflaterInputStream body = new InflaterInputStream(new ByteArrayInputStream(deflated))) {
            return ActiveMQBuffers.wrappedBuffer(body.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** True, once, if the queue should be told that there is room again. */
    boolean hasRoomAgain() {
        if (refused && ahead > 0 && held.get() <= ahead / 2) {
            refused = false;
            return true;
        }
        return false;
    }

    boolean isDisconnected() {
        return disconnected;
    }

    @Override
    public boolean hasCredits(ServerConsumer consumer) {
        if (held.get() < room()) {
            return true;
        }
        // Said before it looks again: whoever takes one out meanwhile sees it.
        refused = true;
        return held.get() < room();
    }

    private int room() {
        return Math.max(ahead, asked ? 1 : 0);
    }

    /** No other receiver gets it, and all that are behind it wait until this one takes it. */
    @Override
    public boolean hasCredits(ServerConsumer consumer, MessageReference reference) {
        return hasCredits(consumer) || held.get() < most && groups.contains(groupOf(reference));
    }

    /** As the queue sees it, which finds none where nothing can be read. */
    private static SimpleString groupOf(MessageReference reference) {
        try {
            SimpleString group = reference.getMessage().getGroupID();
            return group == null ? NO_GROUP : group;
        } catch (RuntimeException malformed) {
            return NO_GROUP;
        }
    }

    @Override
    public int sendMessage(MessageReference reference, ServerConsumer consumer, int deliveries) {
        askNoMore();
        SimpleString group = groupOf(reference);
        if (group != NO_GROUP) {
            groups.add(group);
        }
        held.incrementAndGet();
        items.add(new Item(reference, deliveries, 0));
        return 0;
    }

    @Override
    public void disconnect(ServerConsumer consumer, String errorMessage) {
        disconnected = true;
    }

    @Override
    public boolean isWritable(ReadyListener callback, Object protocolContext) {
        return true;
    }

    @Override
    public boolean updateDeliveryCountAfterCancel(ServerConsumer consumer, MessageReference reference, boolean failed) {
        return false;
    }

    @Override
    public int sendLargeMessage(MessageReference reference, ServerConsumer consumer, long bodySize, int deliveries) {
        throw new IllegalStateException("a large message comes as any other");
    }

    @Override
    public int sendLargeMessageContinuation(
            ServerConsumer consumer, byte[] body, boolean continues, boolean requiresResponse) {
        throw new IllegalStateException("a large message comes as any other");
    }

    @Override
    public void afterDelivery() {}

    @Override
    public void sendProducerCreditsMessage(int credits, SimpleString address) {}

    @Override
    public void sendProducerCreditsFailMessage(int credits, SimpleString address) {}

    @Override
    public void browserFinished(ServerConsumer consumer) {}

    @Override
    public void closed() {
        disconnected = true;
    }
}
