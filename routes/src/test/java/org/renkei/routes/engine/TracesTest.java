package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.engine.TraceCollector.Received;
import org.renkei.routes.trace.TracingConfig;

/** What a collector of OpenTelemetry gets of a job (D7). */
class TracesTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PRODUCERS_SPAN = "00f067aa0ba902b7";

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path dir;

    private static final AtomicInteger CALLS_OF_THE_BUSY_BANK = new AtomicInteger();
    private static TraceCollector collector;
    private static RunningEngine engine;

    @BeforeAll
    static void start() throws Exception {
        collector = new TraceCollector();
        engine = RunningEngine.in(dir)
                .channels("""
                        in: {kind: persistent}
                        one: {kind: persistent}
                        two: {kind: volatile}
                        three: {kind: persistent}
                        part-in: {kind: persistent}
                        part-do: {kind: persistent}
                        left: {kind: persistent}
                        right: {kind: persistent}
                        meet: {kind: persistent}
                        look-in: {kind: persistent}
                        look-do: {kind: persistent}
                        """)
                .flow("""
                        flow: orders
                        start: in
                        steps:
                          stock: {channel: one, bean: done, next: payment}
                          payment: {channel: two, bean: bank, retry: {count: 1, delay: 10ms}, next: shipping}
                          shipping: {channel: three, http: {url: "%s/called", output: ignore}, next: end}
                        """.formatted(collector.url()))
                .flow("""
                        flow: look
                        start: look-in
                        steps:
                          look: {channel: look-do, uri: "log:looked?level=OFF", next: end}
                        """)
                .flow("""
                        flow: part
                        start: part-in
                        steps:
                          part: {channel: part-do, bean: done, next: [left, right]}
                          left: {channel: left, bean: done, next: meet}
                          right: {channel: right, bean: done, next: meet}
                          meet: {channel: meet, bean: done, join: 1h, next: end}
                        """)
                .application("done", (Application) job -> Outcome.done())
                .application("bank", (Application) TracesTest::bank)
                .tracing(new TracingConfig(collector.url(), "shop", null))
                .start();
    }

    private static Outcome bank(Job job) {
        if (job.text().equals("busy") && CALLS_OF_THE_BUSY_BANK.getAndIncrement() == 0) {
            throw new IllegalStateException("the bank is busy");
        }
        return job.text().equals("bad") ? Outcome.failed("no such customer") : Outcome.done();
    }

    @AfterAll
    static void stop() {
        engine.close();
        collector.close();
    }

    @Test
    void shouldMakeOneSpanForEachStepInTheTraceOfTheProducer() {
        send("in", "good", "00-" + TRACE + "-" + PRODUCERS_SPAN + "-01");

        List<Received> spans = spans("good", 3);

        assertThat(spans)
                .extracting(Received::name)
                .containsExactly("orders/stock", "orders/payment", "orders/shipping");
        assertThat(spans).extracting(Received::trace).containsOnly(TRACE);
        assertThat(spans)
                .extracting(Received::parent)
                .containsExactly(PRODUCERS_SPAN, spans.get(0).id(), spans.get(1).id());
        assertThat(spans.get(1).attributes())
                .containsEntry("renkei.job", engine.ended("good").job())
                .containsEntry("renkei.flow", "orders")
                .containsEntry("renkei.step", "payment")
                .containsEntry("renkei.channel", "two")
                .containsEntry("renkei.application", "bank")
                .containsEntry("renkei.attempt", "1")
                .containsEntry("renkei.outcome", "done");
        assertThat(collector.traceparents())
                .contains("00-" + TRACE + "-" + spans.get(2).id() + "-01");
    }

    @Test
    void shouldShowEachAttemptAndWhatItCameTo() {
        send("in", "busy", null);

        List<Received> spans = spans("busy", 4);

        assertThat(spans)
                .extracting(span -> span.name() + " " + span.attributes().get("renkei.outcome"))
                .containsExactly(
                        "orders/stock done", "orders/payment again", "orders/payment done", "orders/shipping done");
        assertThat(spans).extracting(Received::trace).containsOnly(spans.get(0).trace());
        assertThat(spans.get(0).parent()).isEmpty();
        assertThat(spans.get(2).parent()).isEqualTo(spans.get(1).id());
        assertThat(spans.get(1).attributes().get("renkei.error")).contains("the bank is busy");
    }

    @Test
    void shouldMarkTheStepThatGaveUp() {
        send("in", "bad", null);

        Received last = spans("bad", 2).get(1);

        assertThat(last.name()).isEqualTo("orders/payment");
        assertThat(last.attributes()).containsEntry("renkei.outcome", "failed");
        assertThat(last.status()).isEqualTo(2);
        assertThat(last.nanos()).isNotNegative();
    }

    @Test
    void shouldShowWhatARouteCallsBelowItsStep() {
        send("look-in", "look", null);

        Received step = spans("look", 1).get(0);

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(collector.spans())
                        .filteredOn(span -> span.parent().equals(step.id()))
                        .extracting(Received::name, Received::trace)
                        .containsExactly(tuple("log", step.trace())));
    }

    @Test
    void shouldFollowTheCopiesOfAJobToTheirJoin() {
        send("part-in", "parted", null);

        List<Received> spans = spans("parted", 4);

        assertThat(spans)
                .extracting(Received::name)
                .containsExactlyInAnyOrder("part/part", "part/left", "part/right", "part/meet");
        assertThat(spans).extracting(Received::trace).containsOnly(spans.get(0).trace());
        assertThat(spans)
                .filteredOn(span -> span.parent().equals(spans.get(0).id()))
                .extracting(Received::name)
                .containsExactlyInAnyOrder("part/left", "part/right");
    }

    /** Those of the steps of one job, in the order in which they came after each other. */
    private static List<Received> spans(String correlation, int count) {
        String job = engine.ended(correlation).job();
        await().atMost(PATIENCE).until(() -> spansOf(job).size() >= count);
        assertThat(spansOf(job)).hasSize(count);
        return spansOf(job);
    }

    /** In the order in which they began: each is sent after its commit, which may take longer than the next step. */
    private static List<Received> spansOf(String job) {
        return collector.spans().stream()
                .filter(span -> job.equals(span.attributes().get("renkei.job")))
                .sorted(Comparator.comparingLong(Received::beginNanos))
                .toList();
    }

    private static void send(String channel, String text, String traceparent) {
        try (JMSContext jms = engine.connect()) {
            TextMessage message = jms.createTextMessage(text);
            if (traceparent != null) {
                message.setStringProperty("traceparent", traceparent);
            }
            message.setJMSCorrelationID(text);
            jms.createProducer().send(jms.createQueue(channel), message);
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
