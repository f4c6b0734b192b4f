package org.renkei.services.demo;

import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;

/** Ends the whole process, without a word, when it sees a certain body. */
public final class KillingApplication implements Application {
    static final String KILLER = "killer";

    @Override
    public Outcome process(Job job) {
        if (job.text().equals(KILLER)) {
            Runtime.getRuntime().halt(137);
        }
        return Outcome.done();
    }
}
