package org.renkei.broker.server;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerConsumerPlugin;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerMessagePlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.table.Crossing;

/**
 * Stands where programs receive from database channels: tells the channel's {@link Lender} that they come and go, lets them have copies
 * of lent rows and nothing else, and has the row deleted when they acknowledge a copy.
 */
final class LendingDesk implements ActiveMQServerConsumerPlugin, ActiveMQServerMessagePlugin {

    private static final SimpleString TRIGGER = SimpleString.of(TableTriggers.PROPERTY);

    private final String internalUser;
    private final Clock clock;
    private final Map<ServerConsumer, Lender> counted = new ConcurrentHashMap<>();
    private volatile Map<SimpleString, Lender> lenders = Map.of();
    private volatile ActiveMQServer server;

    LendingDesk(String internalUser, Clock clock) {
        this.internalUser = internalUser;
        this.clock = clock;
    }

    @Override
    public void registered(ActiveMQServer registeredAt) {
        this.server = registeredAt;
    }

    /** @param byQueue the database channels */
    void open(Map<SimpleString, Lender> byQueue) {
        lenders = byQueue;
    }

    @Override
    public void afterCreateConsumer(ServerConsumer consumer) {
        Lender lender = consumer.isBrowseOnly() ? null : lenders.get(consumer.getQueueName());
        if (lender != null && !isOurs(consumer)) {
            counted.put(consumer, lender);
            lender.consumerCame();
        }
    }

    @Override
    public void afterCloseConsumer(ServerConsumer consumer, boolean failed) {
        Lender lender = counted.remove(consumer);
        if (lender != null) {
            lender.consumerWent();
        }
    }

    @Override
    public boolean canAccept(ServerConsumer consumer, MessageReference reference) {
        Lender lender = lenders.get(reference.getQueue().getName());
        if (lender == null) {
            return true;
        }
        return reference.getMessage().containsProperty(TRIGGER) ? isOurs(consumer) : lender.mayHandOut(reference);
    }

    @Override
    public void messageAcknowledged(
            Transaction transaction, MessageReference reference, AckReason reason, ServerConsumer consumer)
            throws ActiveMQException {
        Lender lender = lenders.get(reference.getQueue().getName());
        LentCopy copy = lender == null ? null : lender.copyOf(reference);
        if (copy == null) {
            return;
        }
        switch (reason) {
            case NORMAL -> take(copy, transaction);
            case EXPIRED -> lender.expired(copy);
            case KILLED -> lender.refused(copy);
            case REPLACED -> lender.recalled(copy, reference.getDeliveryCount());
        }
    }

    private void take(LentCopy copy, Transaction transaction) throws ActiveMQException {
        if (transaction != null) {
            ProgramWork.in(transaction, clock).take(copy);
            return;
        }
        // A consumer that acknowledges in advance: the row must be gone before the message goes.
        Crossing alone = new Crossing(clock);
        alone.take(copy.lender().rows(), copy.row().key());
        try {
            alone.store();
        } catch (RenkeiException e) {
            throw new ActiveMQException(e.getMessage());
        }
        copy.lender().taken(copy);
    }

    private boolean isOurs(ServerConsumer consumer) {
        ServerSession session = server.getSessionByID(consumer.getSessionID());
        return session != null && internalUser.equals(session.getValidatedUser());
    }
}
