package org.renkei.broker.server;

import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;
import org.renkei.broker.channel.LiveChannel;

/** What one open transaction of a program has been let into which channel: settled by its commit, released by its rollback. */
final class Reservations extends TransactionOperationAbstract {

    private static final int PROPERTY = 0x52454e4b;

    private final Map<LiveChannel, Long> messages = new HashMap<>();

    /** Must be called after the message was routed, so that at the commit the queue has the message before it is settled. */
    static void add(Transaction transaction, LiveChannel channel) {
        Reservations reservations = (Reservations) transaction.getProperty(PROPERTY);
        if (reservations == null) {
            reservations = new Reservations();
            transaction.putProperty(PROPERTY, reservations);
            transaction.addOperation(reservations);
        }
        reservations.messages.merge(channel, 1L, Long::sum);
    }

    @Override
    public void afterCommit(Transaction transaction) {
        messages.forEach(LiveChannel::settle);
        messages.clear();
    }

    @Override
    public void afterRollback(Transaction transaction) {
        messages.forEach(LiveChannel::release);
        messages.clear();
    }
}
