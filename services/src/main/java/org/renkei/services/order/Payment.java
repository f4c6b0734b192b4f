package org.renkei.services.order;

import java.io.IOException;
import java.time.Duration;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;

/**
 * Takes the money. A call to a bank takes its time, and the bank named {@code busy} answers only the second call: an
 * exception, which the flow answers with its {@code retry}.
 */
public final class Payment implements Application {
    private static final Duration BANK_TAKES = Duration.ofMillis(10);

    @Override
    public Outcome process(Job job) throws IOException, InterruptedException {
        Order order = job.json(Order.class);
        Thread.sleep(BANK_TAKES.toMillis());
        if ("busy".equals(order.bank()) && job.attempt() == 1) {
            throw new IOException("the bank is busy, order " + order.order());
        }
        // The order's number is the key under which the bank books, so that a second call books nothing twice.
        return Outcome.done(order.withPayment("PAY-" + order.order()));
    }
}
