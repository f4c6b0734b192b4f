package org.renkei.broker.channel;

/** Where the messages of a channel live, and so what it promises. */
public enum ChannelKind {
    /** In the broker's memory: fast, lost at a stop or crash and never otherwise. */
    VOLATILE,
    /** In the broker's journal, fsynced: nothing accepted is lost; after a crash a message may run again. */
    PERSISTENT,
    /** In a table beside the business data: nothing lost, no effect twice. */
    DATABASE
}
