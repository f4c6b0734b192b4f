package org.renkei.broker.server;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQTransactionRolledBackException;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.core.transaction.TransactionOperationAbstract;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.table.Crossing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one transaction of a program does with database channels: the messages that it sends there, and the rows that it has received
 * from there. What is promised when the process dies, or a database or the broker fails, at any moment:
 *
 * <ul>
 *   <li>If all of the transaction is in one database, it is one transaction of that database, committed before the broker's own, which
 *       has nothing left to keep: all of it happened, or nothing.
 *   <li>If it sends anything that is not a row there (to a channel of the journal, to a temporary queue, to another database), nothing
 *       is lost: what it sends as rows is stored before the broker's commit, and what it has received as rows is deleted only when that
 *       commit is on disk. In between a crash leaves those rows, and they are delivered again.
 *   <li>What it has received from channels of the journal is theirs until the broker's commit, so a crash before that delivers it again.
 * </ul>
 *
 * <p>The program's commit returns when all of this is done. It fails, and all is given back, if a database does not take the rows. Rows
 * that cannot be deleted after the broker's commit, because their database went away in that moment, fail nothing: this process hands
 * them to nobody any more, and deletes them when the database is back. If it ends before, the next one delivers them again.
 */
final class ProgramWork extends TransactionOperationAbstract {

    private static final Logger log = LoggerFactory.getLogger(ProgramWork.class);
    private static final int PROPERTY = 0x52454e57;
    private static final int SENDS_ELSEWHERE = 0x52454e58;

    private final Crossing crossing;
    private final List<LentCopy> taken = new ArrayList<>();

    private boolean deletesLater;

    private ProgramWork(Clock clock) {
        this.crossing = new Crossing(clock);
    }

    /** That of this transaction. */
    static ProgramWork in(Transaction transaction, Clock clock) {
        ProgramWork work = (ProgramWork) transaction.getProperty(PROPERTY);
        if (work == null) {
            work = new ProgramWork(clock);
            transaction.putProperty(PROPERTY, work);
            transaction.addOperation(work);
        }
        return work;
    }

    /** This transaction sends something that is not a row. */
    static void sendsElsewhere(Transaction transaction) {
        transaction.putProperty(SENDS_ELSEWHERE, Boolean.TRUE);
    }

    void send(LiveChannel to, ChannelMessage message, String onceKey) {
        crossing.add(to, message, onceKey);
    }

    void take(LentCopy copy) {
        taken.add(copy);
        crossing.take(copy.lender().rows(), copy.row().key());
    }

    @Override
    public void beforePrepare(Transaction transaction) throws Exception {
        throw undone(transaction, "a database channel takes no part in a transaction of two phases; commit it in one");
    }

    @Override
    public void beforeCommit(Transaction transaction) throws Exception {
        deletesLater = transaction.getProperty(SENDS_ELSEWHERE) != null || !crossing.isOneTransaction();
        try {
            if (deletesLater) {
                takenByLender().forEach(Lender::aboutToTake);
                crossing.storeSent();
            } else {
                crossing.store();
            }
        } catch (RuntimeException e) {
            checkTaken();
            throw undone(transaction, e.getMessage());
        }
    }

    @Override
    public void afterCommit(Transaction transaction) {
        if (deletesLater) {
            takenByLender().forEach(Lender::takenAfterAll);
        } else {
            taken.forEach(copy -> copy.lender().taken(copy));
        }
        taken.clear();
    }

    @Override
    public void afterRollback(Transaction transaction) {
        takenByLender().forEach(Lender::notTaken);
        crossing.clear();
        taken.clear();
    }

    private Map<Lender, List<LentCopy>> takenByLender() {
        return taken.stream().collect(Collectors.groupingBy(LentCopy::lender));
    }

    /** If the answer to a commit was lost, it may have been done all the same. */
    private void checkTaken() {
        try {
            taken.forEach(copy -> copy.lender().check(copy));
        } catch (RenkeiException e) {
            log.atDebug().setCause(e).log("not checked");
        }
    }

    /** The broker does not roll back what it could not begin to commit. */
    private static ActiveMQException undone(Transaction transaction, String reason) throws Exception {
        transaction.rollback();
        return new ActiveMQTransactionRolledBackException(reason);
    }
}
