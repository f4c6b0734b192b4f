package org.renkei.services.demo;

import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;

/** Writes the step's name behind what the body says already. */
public final class WayApplication implements Application {

    @Override
    public Outcome process(Job job) {
        return Outcome.done(job.text() + " " + job.step());
    }
}
