package org.renkei.broker.server;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.filter.impl.FilterImpl;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelQueue;
import org.renkei.broker.session.WireMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A queue of the embedded broker, asked directly. */
final class ArtemisQueue implements ChannelQueue {

    private static final Logger log = LoggerFactory.getLogger(ArtemisQueue.class);
    private static final long CATCH_UP_SECONDS = 1;

    private final Queue queue;
    private final ToIntFunction<String> producers;
    private final Consumers consumers;
    private final Clock clock;

    /** Tells Renkei's own receivers from others. */
    interface Consumers {
        boolean isForeign(ServerConsumer consumer);
    }

    ArtemisQueue(Queue queue, ToIntFunction<String> producers, Consumers consumers, Clock clock) {
        this.queue = queue;
        this.producers = producers;
        this.consumers = consumers;
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
                : queue.getConsumers().stream()
                        .filter(ServerConsumer.class::isInstance)
                        .map(ServerConsumer.class::cast)
                        .filter(consumers::isForeign)
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
        return (int) queue.getConsumers().stream()
                .filter(consumer -> !isTriggerListener(consumer))
                .count();
    }

    private static boolean isTriggerListener(org.apache.activemq.artemis.core.server.Consumer consumer) {
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
    public void browse(Consumer<ChannelMessage> each) {
        browse(message -> true, each);
    }

    @Override
    public void browse(String filter, Consumer<ChannelMessage> each) {
        try {
            browse(FilterImpl.createFilter(filter)::match, each);
        } catch (ActiveMQException e) {
            throw new IllegalArgumentException("not a filter: " + filter, e);
        }
    }

    private void browse(Predicate<Message> which, Consumer<ChannelMessage> each) {
        try (LinkedListIterator<MessageReference> waiting = queue.browserIterator()) {
            while (waiting.hasNext()) {
                show(waiting.next(), which, each);
            }
        }
        queue.getScheduledMessages().forEach(scheduled -> show(scheduled, which, each));
    }

    private void show(MessageReference reference, Predicate<Message> which, Consumer<ChannelMessage> each) {
        Message message = reference.getMessage();
        if (which.test(message)) {
            each.accept(WireMessage.browsed(message, reference.getDeliveryCount(), clock.instant()));
        }
    }
}
