package org.renkei.broker.server;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.filter.Filter;
import org.apache.activemq.artemis.core.filter.impl.FilterImpl;
import org.apache.activemq.artemis.core.paging.cursor.PagedReference;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.Queue;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.utils.collections.LinkedListIterator;
import org.renkei.broker.channel.BrowsedMessage;
import org.renkei.broker.channel.MessageState;
import org.renkei.broker.channel.Walk;
import org.renkei.broker.channel.WalkTime;
import org.renkei.broker.session.LyingMessage;

/**
 * One walk past the messages of a queue of the broker. It has no way to a place but past all messages before it. Those that wait for
 * their time the broker has in memory only, in no order of use here: each walk that comes to them copies and sorts them all.
 * For one thread.
 */
final class QueueWalk {

    private final Queue queue;
    private final Predicate<ServerConsumer> own;
    private final Walk walk;
    private final Predicate<BrowsedMessage> each;
    private final Instant now;
    private final QueuePlace from;
    private final Filter filter;
    private final WalkTime time;
    private final Set<Long> shown = new HashSet<>();

    /** @param own tells Renkei's own receivers */
    QueueWalk(Queue queue, Predicate<ServerConsumer> own, Walk walk, Predicate<BrowsedMessage> each, Instant now) {
        this.queue = queue;
        this.own = own;
        this.walk = walk;
        this.each = each;
        this.now = now;
        this.time = walk.limits().start();
        this.from = walk.from() == null ? null : QueuePlace.parse(walk.from());
        try {
            this.filter = FilterImpl.createFilter(walk.filter());
        } catch (ActiveMQException e) {
            throw new IllegalArgumentException("not a filter: " + walk.filter(), e);
        }
    }

    /** @return true if it came to the last message */
    boolean toTheEnd() {
        return (!walk.handedOut() || passHandedOut()) && passWaiting() && passScheduled();
    }

    private boolean passHandedOut() {
        Set<Long> buffered = bufferedByWorkers();
        List<MessageReference> references = new ArrayList<>();
        queue.getDeliveringMessages().values().forEach(references::addAll);
        references.sort(Comparator.comparing(QueuePlace::handedOut));
        for (MessageReference reference : references) {
            MessageState state =
                    buffered.contains(reference.getMessageID()) ? MessageState.QUEUED : MessageState.IN_PROCESS;
            shown.add(reference.getMessageID());
            if (!pass(reference, QueuePlace.handedOut(reference), state)) {
                return false;
            }
        }
        return true;
    }

    /** What is on its way to workers of ours, who have not received it yet: it waits like the rest. */
    private Set<Long> bufferedByWorkers() {
        Set<Long> buffered = new HashSet<>();
        ArtemisQueue.consumers(queue)
                .filter(own)
                .flatMap(consumer -> consumer.getDeliveringMessages().stream())
                .map(MessageReference::getMessageID)
                .filter(id -> !walk.inHand().test(id))
                .forEach(buffered::add);
        return buffered;
    }

    private boolean passWaiting() {
        if (from != null && from.part() == QueuePlace.Part.SCHEDULED) {
            return true;
        }
        try (LinkedListIterator<MessageReference> waiting = queue.browserIterator()) {
            while (waiting.hasNext()) {
                MessageReference reference = waiting.next();
                if (!shown.contains(reference.getMessageID())
                        && !pass(reference, placeOf(reference), MessageState.QUEUED)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The broker brings pages into memory as it hands out: seen from a page, what came from a page has its place there still. */
    private QueuePlace placeOf(MessageReference reference) {
        boolean fromPages = from != null && from.part() == QueuePlace.Part.PAGES;
        return reference instanceof PagedReference paged && (fromPages || paged.getSequence() == 0)
                ? QueuePlace.onPage(paged)
                : QueuePlace.inMemory(reference);
    }

    private boolean passScheduled() {
        List<MessageReference> scheduled = new ArrayList<>(queue.getScheduledMessages());
        scheduled.sort(Comparator.comparing(QueuePlace::scheduled));
        for (MessageReference reference : scheduled) {
            if (!pass(reference, QueuePlace.scheduled(reference), MessageState.SCHEDULED)) {
                return false;
            }
        }
        return true;
    }

    /** @return false if the walk is to end */
    private boolean pass(MessageReference reference, QueuePlace place, MessageState state) {
        if (isBefore(place)) {
            time.skip(walk.from());
            return true;
        }
        Message message = reference.getMessage();
        if (filter != null && !filter.match(message)) {
            return true;
        }
        if (!time.mayShow()) {
            return false;
        }
        LyingMessage lying = new LyingMessage(message, reference.getDeliveryCount(), now);
        return each.test(lying.browsed(place.toString(), state, walk.mostBody()));
    }

    private boolean isBefore(QueuePlace place) {
        int order = from == null ? 1 : place.compareTo(from);
        return order < 0 || order == 0 && !walk.inclusive();
    }
}
