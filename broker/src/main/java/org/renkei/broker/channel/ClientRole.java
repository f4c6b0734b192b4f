package org.renkei.broker.channel;

/** What a connected program does at a channel. */
public enum ClientRole {
    /** Receives from it. */
    CONSUMER,
    /** Sends to it. */
    PRODUCER,
    /** Looks at its messages, without taking any. */
    BROWSER
}
