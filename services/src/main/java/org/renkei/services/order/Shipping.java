package org.renkei.services.order;

import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;

/** Packs the parcel. */
public final class Shipping implements Application {
    @Override
    public Outcome process(Job job) {
        Order order = job.json(Order.class);
        return Outcome.done(order.withParcel("PARCEL-" + order.order()));
    }
}
