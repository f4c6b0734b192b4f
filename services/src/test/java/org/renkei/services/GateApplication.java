package org.renkei.services;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;

/** Holds every job until a test opens the gate, and does not mind being interrupted. */
public final class GateApplication implements Application {
    private static final AtomicInteger ENTERED = new AtomicInteger();
    private static volatile CountDownLatch gate = new CountDownLatch(0);

    static void shut() {
        gate = new CountDownLatch(1);
        ENTERED.set(0);
    }

    static void open() {
        gate.countDown();
    }

    /** Jobs that came to the gate since it was shut. */
    static int entered() {
        return ENTERED.get();
    }

    @Override
    public Outcome process(Job job) {
        CountDownLatch shut = gate;
        ENTERED.incrementAndGet();
        while (shut.getCount() > 0) {
            try {
                shut.await();
            } catch (InterruptedException e) {
                continue;
            }
        }
        return Outcome.done("passed " + job.text());
    }
}
