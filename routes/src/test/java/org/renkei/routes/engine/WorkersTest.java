package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.JourneyState;

/** A channel has as many workers as it needs, up to its {@code consumers}: they come at once, when there is work for them. */
@ParameterizedClass
@EnumSource(value = KindOfChannel.class, mode = EnumSource.Mode.EXCLUDE, names = "POSTGRESQL")
class WorkersTest {
    private static final int CONSUMERS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration SLOW = Duration.ofMillis(100);

    /** Shorter than a worker that has long had nothing to do sleeps, so that nobody waits for that. */
    private static final int AT_ONCE_SECONDS = 8;

    @Parameter
    KindOfChannel kind;

    @TempDir
    Path dir;

    private final List<String> called = Collections.synchronizedList(new ArrayList<>());
    private final CountDownLatch gate = new CountDownLatch(1);
    private RunningEngine renkei;
    private JMSContext shop;

    @AfterEach
    void stop() {
        gate.countDown();
        shop.close();
        renkei.close();
    }

    @Test
    void shouldHandleAsManySlowMessagesBesideEachOtherAsThereMayBeWorkers() {
        CyclicBarrier together = new CyclicBarrier(CONSUMERS);
        start(CONSUMERS, job -> meets(together));
        for (int round = 1; round <= 3; round++) {
            for (int i = 1; i <= CONSUMERS; i++) {
                send(round + "-" + i, null);
            }
            for (int i = 1; i <= CONSUMERS; i++) {
                assertThat(renkei.ended(round + "-" + i).state()).isEqualTo(JourneyState.COMPLETED);
            }
        }
        assertThat(consumers()).isEqualTo(CONSUMERS);
    }

    @Test
    void shouldHaveOneWorkerMoreThanAreBusy() {
        start(CONSUMERS, this::waitsAtTheGate);
        await().atMost(PATIENCE).until(() -> consumers() == 1);

        for (int busy = 1; busy <= CONSUMERS + 2; busy++) {
            send("gated " + busy, null);
            int working = Math.min(busy, CONSUMERS);
            await().atMost(PATIENCE).until(() -> called.size() == working);
            await().atMost(PATIENCE).until(() -> consumers() == Math.min(working + 1, CONSUMERS));
        }

        gate.countDown();
        for (int busy = 1; busy <= CONSUMERS + 2; busy++) {
            assertThat(renkei.ended("gated " + busy).state()).isEqualTo(JourneyState.COMPLETED);
        }
    }

    @Test
    void shouldHandleOthersWhileAGroupWaitsForOneOfItsOwn() {
        start(2, this::waitsAtTheGate);
        send("gated first", "customer");
        await().atMost(PATIENCE).until(() -> called.contains("gated first"));

        send("second", "customer");
        send("other", "neighbour");
        send("alone", null);

        assertThat(renkei.ended("other").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(renkei.ended("alone").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(called).doesNotContain("second");
        gate.countDown();
        assertThat(renkei.ended("second").state()).isEqualTo(JourneyState.COMPLETED);
    }

    @Test
    void shouldKeepTheOrderOfAGroupWhileWorkersCome() {
        start(CONSUMERS, this::waitsAtTheGate);

        List<String> sent = new ArrayList<>();
        for (int i = 100; i < 200; i++) {
            String group = "group-" + i % 7;
            sent.add(group + " " + i);
            send(group + " " + i, group);
        }

        sent.forEach(job -> assertThat(renkei.ended(job).state()).isEqualTo(JourneyState.COMPLETED));
        for (int group = 0; group < 7; group++) {
            String prefix = "group-" + group + " ";
            assertThat(List.copyOf(called))
                    .filteredOn(job -> job.startsWith(prefix))
                    .isSorted()
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldReplaceAWorkerWhoseApplicationInterruptsIt() {
        AtomicInteger calls = new AtomicInteger();
        start(1, job -> {
            if (calls.incrementAndGet() <= 2) {
                Thread.currentThread().interrupt();
            }
            return Outcome.done();
        });

        send("A", null);

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(calls).hasValue(3);
        await().atMost(PATIENCE).until(() -> consumers() == 1);
    }

    private void start(int consumers, Application application) {
        renkei = kind.prepare(RunningEngine.in(dir), null)
                .channels(kind.channel("in", ""))
                .channels(kind.channel("work", "consumers: " + consumers))
                .flow("{flow: f, start: in, steps: {work: {channel: work, bean: app, next: end}}}")
                .application("app", application)
                .start();
        shop = renkei.connect();
    }

    private static Outcome meets(CyclicBarrier others) throws Exception {
        try {
            others.await(AT_ONCE_SECONDS, TimeUnit.SECONDS);
            Thread.sleep(SLOW.toMillis());
            return Outcome.done();
        } catch (TimeoutException e) {
            return Outcome.failed("the others did not come");
        }
    }

    private Outcome waitsAtTheGate(Job job) throws InterruptedException {
        called.add(job.text());
        if (job.text().startsWith("gated")) {
            gate.await();
        }
        return Outcome.done();
    }

    private void send(String job, String group) {
        JMSProducer producer = shop.createProducer().setJMSCorrelationID(job);
        if (group != null) {
            producer.setProperty("JMSXGroupID", group);
        }
        producer.send(shop.createQueue("in"), job);
    }

    private int consumers() {
        return renkei.channels().channel("work").figures().consumers();
    }
}
