package org.renkei.services.order;

import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the customer; here, the log. Its channel is volatile, for a mail that a crash has swallowed is no lost order. */
public final class Notification implements Application {
    private static final Logger log = LoggerFactory.getLogger(Notification.class);

    @Override
    public Outcome process(Job job) {
        Order order = job.json(Order.class);
        log.atDebug()
                .addKeyValue("job", job.id())
                .addKeyValue("parcel", order.parcel())
                .log("told {} that it is on its way", order.customer());
        return Outcome.done();
    }
}
