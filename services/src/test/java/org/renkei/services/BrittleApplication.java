package org.renkei.services;

import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;

/** Gives up every job while it is broken. */
public final class BrittleApplication implements Application {
    private static volatile boolean broken;

    static void breaks() {
        broken = true;
    }

    static void isMended() {
        broken = false;
    }

    @Override
    public Outcome process(Job job) {
        return broken ? Outcome.failed("it is broken") : Outcome.done();
    }
}
