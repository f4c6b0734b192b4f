package org.renkei.broker.server;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.activemq.artemis.api.core.ActiveMQTransactionRolledBackException;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.impl.AckReason;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;

/** Something that happens once in the next commit of a program: after Renkei's part before the commit, and before the broker's own. */
final class Fault extends TransactionOperationAbstract implements ActiveMQServerPlugin {

    private final AtomicReference<Happening> next = new AtomicReference<>();

    @FunctionalInterface
    interface Happening {
        void in(Transaction transaction) throws Exception;
    }

    static Fault in(TestBroker broker) {
        Fault fault = new Fault();
        broker.broker().artemis().registerBrokerPlugin(fault);
        return fault;
    }

    void happens(Happening happening) {
        next.set(happening);
    }

    /** The broker cannot commit. */
    void failsTheCommit() {
        happens(transaction -> {
            transaction.rollback();
            throw new ActiveMQTransactionRolledBackException("the journal does not take it");
        });
    }

    @Override
    public void messageAcknowledged(
            Transaction transaction, MessageReference reference, AckReason reason, ServerConsumer consumer) {
        if (transaction != null) {
            transaction.addOperation(this);
        }
    }

    @Override
    public void beforeCommit(Transaction transaction) throws Exception {
        Happening happening = next.getAndSet(null);
        if (happening != null) {
            happening.in(transaction);
        }
    }
}
