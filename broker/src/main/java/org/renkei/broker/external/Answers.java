package org.renkei.broker.external;

import java.time.Clock;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.session.BrokerMember;
import org.renkei.broker.session.WireMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A temporary queue of this process, to which other processes that share the broker send results. It is gone with the connection, and made
 * again, of the same name, by {@link #keep()}; what came in between is among the results that nobody fetched. Thread-safe.
 */
public final class Answers implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(Answers.class);

    private final String name = "renkei.answers." + UUID.randomUUID();
    private final ExternalBrokers brokers;
    private final Consumer<ChannelMessage> each;
    private final Clock clock;
    private ClientSession session;
    private boolean closed;

    /** @param each shown what comes, on a thread of the connection */
    public Answers(ExternalBrokers brokers, Consumer<ChannelMessage> each, Clock clock) {
        this.brokers = brokers;
        this.each = each;
        this.clock = clock;
    }

    /** As a {@code replyTo}. */
    public String address() {
        return "temp-queue://" + name;
    }

    /** Makes it if it is not there. */
    public synchronized void keep() {
        if (closed || session != null && !session.isClosed()) {
            return;
        }
        for (BrokerMember member : brokers.members()) {
            if (member.away() == null && open(member)) {
                return;
            }
        }
    }

    private boolean open(BrokerMember member) {
        try {
            ClientSession opened = brokers.connections().alone(member);
            try {
                opened.createQueue(QueueConfiguration.of(name)
                        .setAddress(name)
                        .setRoutingType(RoutingType.ANYCAST)
                        .setDurable(false)
                        .setTemporary(true));
                opened.createConsumer(name).setMessageHandler(this::came);
                session = opened;
                return true;
            } finally {
                if (session != opened) {
                    opened.getSessionFactory().close();
                }
            }
        } catch (ActiveMQException e) {
            log.atDebug().addKeyValue("broker", member).setCause(e).log("no queue for answers");
            return false;
        }
    }

    private void came(ClientMessage message) {
        try {
            each.accept(brokers.connections().seal().check(WireMessage.browsed(message, 0, clock.instant())));
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("an answer was not understood");
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (session != null) {
            session.getSessionFactory().close();
        }
    }
}
