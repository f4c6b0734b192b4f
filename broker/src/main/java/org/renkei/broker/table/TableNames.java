package org.renkei.broker.table;

import org.renkei.broker.channel.Channels;

/** Lines in the message table that are not database channels: rows on their way to somewhere else. */
final class TableNames {

    /** Tracking events, if the tracking database is this one. */
    static final String TRACKING = Channels.TRACKING;

    private static final String RELAY = Channels.INTERNAL_PREFIX + "relay.";

    private TableNames() {}

    /** True if this is the name of a line, and of no database channel. */
    static boolean isLine(String channel) {
        return channel.startsWith(Channels.INTERNAL_PREFIX);
    }

    /**
     * Rows that a transaction of this server sent to where this database is not: to its broker, to another data source. Each server
     * has a line of its own, since each may have a broker of its own.
     *
     * @param node the server's name
     */
    static String relay(String node) {
        return RELAY + node;
    }
}
