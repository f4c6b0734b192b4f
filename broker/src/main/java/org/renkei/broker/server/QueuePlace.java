package org.renkei.broker.server;

import java.util.Comparator;
import org.apache.activemq.artemis.core.paging.cursor.PagedReference;
import org.apache.activemq.artemis.core.server.MessageReference;

/**
 * Where a message lies in a queue, in the order in which it is looked at. What a sender's transaction committed late has a low id and
 * comes late: the queue's own numbers say so, ids do not.
 *
 * @param first of what was handed out and what is in memory, the lower the better its priority; of what is on a page, the page; of what
 *     is scheduled, its time
 * @param second its number there
 * @param id sets apart those that have the same number, or none yet
 */
record QueuePlace(Part part, long first, long second, long id) implements Comparable<QueuePlace> {

    private static final int GREATEST_PRIORITY = 9;
    private static final int PARTS = 4;

    private static final Comparator<QueuePlace> ORDER = Comparator.comparing(QueuePlace::part)
            .thenComparingLong(QueuePlace::first)
            .thenComparingLong(QueuePlace::second)
            .thenComparingLong(QueuePlace::id);

    /** The parts of a queue, in the order of the walk. */
    enum Part {
        HANDED_OUT,
        MEMORY,
        PAGES,
        SCHEDULED
    }

    static QueuePlace handedOut(MessageReference reference) {
        return inMemory(Part.HANDED_OUT, reference);
    }

    static QueuePlace inMemory(MessageReference reference) {
        return inMemory(Part.MEMORY, reference);
    }

    private static QueuePlace inMemory(Part part, MessageReference reference) {
        int priority = reference.getMessage().getPriority();
        return new QueuePlace(part, GREATEST_PRIORITY - priority, reference.getSequence(), reference.getMessageID());
    }

    static QueuePlace onPage(PagedReference reference) {
        return new QueuePlace(
                Part.PAGES,
                reference.getPosition().getPageNr(),
                reference.getPosition().getMessageNr(),
                reference.getMessageID());
    }

    static QueuePlace scheduled(MessageReference reference) {
        return new QueuePlace(
                Part.SCHEDULED,
                reference.getScheduledDeliveryTime(),
                reference.getMessageID(),
                reference.getMessageID());
    }

    /** @throws IllegalArgumentException if {@link #toString} has not written it */
    static QueuePlace parse(String text) {
        String[] parts = text.split("_", -1);
        try {
            if (parts.length == PARTS) {
                return new QueuePlace(
                        Part.values()[Integer.parseInt(parts[0])],
                        Long.parseLong(parts[1]),
                        Long.parseLong(parts[2]),
                        Long.parseLong(parts[PARTS - 1]));
            }
        } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
            throw new IllegalArgumentException("not a place in this channel: '" + text + "'", e);
        }
        throw new IllegalArgumentException("not a place in this channel: '" + text + "'");
    }

    @Override
    public int compareTo(QueuePlace other) {
        return ORDER.compare(this, other);
    }

    @Override
    public String toString() {
        return part.ordinal() + "_" + first + "_" + second + "_" + id;
    }
}
