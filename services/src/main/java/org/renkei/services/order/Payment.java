package org.renkei.services.order;

import java.io.IOException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;

/**
 * Takes the money: a charge in the shop's own books, on the very connection on which the message came. So the order is charged
 * if and only if it goes on to shipping, and never twice, whatever dies when.
 *
 * <p>A call to a bank takes its time, and the bank named {@code busy} answers only the second call: an exception, which undoes
 * the charge, and which the flow answers with its {@code retry}.
 */
public final class Payment implements Application {
    private static final Duration BANK_TAKES = Duration.ofMillis(10);
    private static final String CHARGE = "insert into charge (order_number, job, amount) values (?, ?, ?)";

    @Override
    public Outcome process(Job job) throws IOException, InterruptedException, SQLException {
        Order order = job.json(Order.class);
        charge(order, job);
        Thread.sleep(BANK_TAKES.toMillis());
        if ("busy".equals(order.bank()) && job.attempt() == 1) {
            throw new IOException("the bank is busy, order " + order.order());
        }
        // The bank is not in our transaction: the order's number is the key under which it books a second call not
        // again.
        return Outcome.done(order.withPayment("PAY-" + order.order()));
    }

    private static void charge(Order order, Job job) throws SQLException {
        try (PreparedStatement insert = job.connection().prepareStatement(CHARGE)) {
            insert.setString(1, order.order());
            insert.setString(2, job.id());
            insert.setLong(3, order.total());
            insert.executeUpdate();
        }
    }
}
