package org.renkei.services.order;

import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;

/** Adds up what the order costs. */
public final class Intake implements Application {
    @Override
    public Outcome process(Job job) {
        Order order = job.json(Order.class);
        return Outcome.done(order.withTotal(order.cost()));
    }
}
