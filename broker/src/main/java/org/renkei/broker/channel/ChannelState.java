package org.renkei.broker.channel;

/** What a channel does now (D7). */
public enum ChannelState {
    /** Takes senders and serves receivers. */
    ACTIVE,
    /** Refuses senders, because it or its flow is blocked by hand or it is full; serves receivers. */
    BLOCKED,
    /** Refuses senders until it is empty, then stops; serves receivers. */
    DRAINING,
    /** Refuses senders and serves nobody; keeps its messages. */
    STOPPED
}
