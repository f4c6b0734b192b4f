package org.renkei.broker.external;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What a broker says of one queue.
 *
 * @param depth messages in it: waiting, scheduled, and handed out without a commit
 * @param added since the broker's start, as {@code taken}
 */
record QueueNumbers(long depth, long scheduled, long added, long taken, int consumers) {

    static final QueueNumbers NONE = new QueueNumbers(0, 0, 0, 0, 0);

    /** Of one row of {@code listQueues}. */
    static QueueNumbers of(JsonNode row) {
        return new QueueNumbers(
                row.path("messageCount").asLong(),
                row.path("scheduledCount").asLong(),
                row.path("messagesAdded").asLong(),
                row.path("messagesAcked").asLong(),
                row.path("consumerCount").asInt());
    }

    /** Without some that have gone since then. */
    QueueNumbers without(long gone) {
        return new QueueNumbers(Math.max(scheduled, depth - gone), scheduled, added, taken, consumers);
    }
}
