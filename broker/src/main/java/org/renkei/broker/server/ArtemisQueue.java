package org.renkei.broker.server;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.renkei.broker.channel.BrowsedMessage;
import org.renkei.broker.channel.ChannelQueue;
import org.renkei.broker.channel.Client;
import org.renkei.broker.channel.Walk;
import org.renkei.broker.session.WireMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queue of the embedded broker, asked directly. */
final class ArtemisQueue implements ChannelQueue {

    private static final Logger log = LoggerFactory.getLogger(ArtemisQueue.class);
    private static final long CATCH_UP_SECONDS = 1;

    private final Queue queue;
    private final ToIntFunction<String> producers;
    private final ConnectedClients clients;
    private final Clock clock;

    ArtemisQueue(Queue queue, ToIntFunction<String> producers, ConnectedClients clients, Clock clock) {
        this.queue = queue;
        this.producers = producers;
        this.clients = clients;
        this.clock = clock;
    }

    @Override
    public long depth() {
        return queue.getMessageCount();
    }

    @Override
    public long scheduled() {
        return queue.getScheduledCount();
    }

    @Override
    public long deliveringToForeign() {
        return queue.getDeliveringCount() == 0
                ? 0
                : consumers(queue)
                        .filter(consumer -> !clients.isOwn(consumer))
                        .mapToLong(consumer -> consumer.getDeliveringMessages().size())
                        .sum();
    }

    @Override
    public Instant oldest() {
        MessageReference first = queue.peekFirstMessage();
        return first == null ? null : WireMessage.sentAt(first.getMessage().getTimestamp(), clock.instant());
    }

    @Override
    public long added() {
        return queue.getMessagesAdded();
    }

    @Override
    public long taken() {
        return queue.getMessagesAcknowledged();
    }

    @Override
    public int producers() {
        return producers.applyAsInt(queue.getAddress().toString());
    }

    @Override
    public int consumers() {
        int all = queue.getConsumerCount();
        return all == 0 || queue.getFilter() == null
                ? all
                : (int) consumers(queue).count();
    }

    /** Those of a queue; of a database channel's, without the listener for triggers. */
    static Stream<ServerConsumer> consumers(Queue queue) {
        return queue.getConsumers().stream()
                .filter(ServerConsumer.class::isInstance)
                .map(ServerConsumer.class::cast)
                .filter(consumer -> !isTriggerListener(consumer));
    }

    private static boolean isTriggerListener(ServerConsumer consumer) {
        return consumer.getFilter() != null
                && TableTriggers.FILTER.equals(
                        consumer.getFilter().getFilterString().toString());
    }

    @Override
    public void pause() {
        queue.pause();
    }

    @Override
    public void resume() {
        queue.resume();
    }

    @Override
    public void catchUp() {
        CountDownLatch reached = new CountDownLatch(1);
        queue.getExecutor().execute(reached::countDown);
        try {
            if (!reached.await(CATCH_UP_SECONDS, TimeUnit.SECONDS)) {
                log.atDebug().addKeyValue("channel", queue.getName()).log("queue busy");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean walk(Walk walk, Predicate<BrowsedMessage> each) {
        return new QueueWalk(queue, clients::isOwn, walk, each, clock.instant()).toTheEnd();
    }

    @Override
    public List<Client> clients() {
        return clients.of(queue);
    }
}
