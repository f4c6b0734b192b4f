package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.JourneyState;

/** Applications that do not give back what they have taken; those that print without end or kill the process have tests of their own. */
class HostileApplicationTest {
    private static final int JOBS = 300;
    private static final Duration STOPPED_WITHIN = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    private final CountDownLatch over = new CountDownLatch(1);
    private RunningEngine renkei;

    @AfterEach
    void stop() {
        over.countDown();
        if (renkei != null) {
            renkei.close();
        }
    }

    @Test
    void shouldGoOnAndStopWithAnApplicationThatLeaksThreads() {
        start(job -> {
            new Thread(this::awaitOver, "leaked").start();
            return Outcome.done();
        });

        try (JMSContext shop = renkei.connect()) {
            for (int i = 0; i < JOBS; i++) {
                shop.createProducer().send(shop.createQueue("in"), "job");
            }
        }

        renkei.awaitCount(JourneyState.COMPLETED, JOBS);
        assertStopsInTime();
    }

    @Test
    void d5_shouldStopWithAnApplicationThatHangsAndRunItsJobAgain() {
        AtomicInteger calls = new AtomicInteger();
        start(job -> {
            if (calls.incrementAndGet() == 1) {
                awaitOver();
            }
            return Outcome.done();
        });
        try (JMSContext shop = renkei.connect()) {
            shop.createProducer().setJMSCorrelationID("A").send(shop.createQueue("in"), "job");
        }
        await().until(() -> calls.get() == 1);

        assertStopsInTime();
        renkei.start();

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(calls).hasValue(2);
    }

    private void assertStopsInTime() {
        long began = System.nanoTime();
        renkei.stop();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(STOPPED_WITHIN);
    }

    /** Whoever interrupts. */
    private void awaitOver() {
        boolean waits = true;
        while (waits) {
            try {
                over.await();
                waits = false;
            } catch (InterruptedException e) {
                waits = true;
            }
        }
    }

    private void start(Application application) {
        renkei = RunningEngine.in(dir)
                .channels("in: {kind: persistent}\nwork: {kind: persistent}\n")
                .flow("""
                        flow: f
                        start: in
                        steps:
                          work: {channel: work, bean: work, next: end}
                        """)
                .application("work", application)
                .start();
    }
}
