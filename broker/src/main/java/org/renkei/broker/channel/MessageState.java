package org.renkei.broker.channel;

/** Where a message of a channel is. */
public enum MessageState {
    /** Waits to be received. */
    QUEUED,
    /** Waits for its time. */
    SCHEDULED,
    /** Handed to a receiver, which has not committed yet; of one that is no worker of Renkei's, what waits in its buffer included. */
    IN_PROCESS
}
