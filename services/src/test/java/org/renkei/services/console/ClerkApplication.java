package org.renkei.services.console;

import java.util.Map;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;

/** Does what it is asked to, unless the body has a field {@code complaint}: then it throws that. */
public final class ClerkApplication implements Application {

    @Override
    public Outcome process(Job job) {
        Object complaint = job.json(Map.class).get("complaint");
        if (complaint != null) {
            throw new IllegalStateException(complaint.toString());
        }
        return Outcome.done();
    }
}
