package org.renkei.broker.session;

import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.server.ActiveMQServer;

/** One broker to connect to: the embedded one, the only one, or one of a cluster. Thread-safe. */
public final class BrokerMember {

    private static final int UPPER_HALF = 32;

    private final TransportConfiguration where;
    private final boolean alone;
    private final ActiveMQServer server;
    private volatile String id;
    private volatile String away;

    /** @param alone false if there are others, whose messages may have the same numbers */
    public BrokerMember(TransportConfiguration where, boolean alone) {
        this(where, alone, null);
    }

    private BrokerMember(TransportConfiguration where, boolean alone, ActiveMQServer server) {
        this.where = where;
        this.alone = alone;
        this.server = server;
    }

    /** The one of this process. */
    public static BrokerMember inThisProcess(TransportConfiguration where, ActiveMQServer server) {
        BrokerMember member = new BrokerMember(where, true, server);
        member.reached(server.getNodeID().toString());
        return member;
    }

    TransportConfiguration where() {
        return where;
    }

    /** The broker itself, if it is in this process; else null. */
    ActiveMQServer server() {
        return server;
    }

    /** Names the broker among all, and its journal among all that it ever has. */
    String id() {
        return id;
    }

    /** False if there are others. */
    boolean isAlone() {
        return alone;
    }

    /** The number of a message among those of all members. */
    long numberOf(long messageId) {
        return alone ? messageId : messageId ^ (long) String.valueOf(id).hashCode() << UPPER_HALF;
    }

    /** It answers. */
    public void reached(String itsId) {
        this.id = itsId;
        this.away = null;
    }

    /** It does not answer. */
    public void lost(String reason) {
        this.away = reason;
    }

    /** Why it does not answer; null if it does. */
    public String away() {
        return away;
    }

    /** {@code host:port}. */
    @Override
    public String toString() {
        return where.getParams().get("host") + ":" + where.getParams().get("port");
    }
}
