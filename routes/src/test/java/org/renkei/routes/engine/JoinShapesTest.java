package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/** Flows whose copies part and come together in more ways than one (B4). */
class JoinShapesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    Path dir;

    private final List<String> done = Collections.synchronizedList(new ArrayList<>());
    private final AtomicBoolean open = new AtomicBoolean(true);
    private RunningEngine renkei;
    private JMSContext shop;

    @AfterEach
    void stop() {
        if (shop != null) {
            shop.close();
        }
        if (renkei != null) {
            renkei.close();
        }
    }

    @Test
    void b4_shouldAwaitWhatWasJoinedAtAFurtherJoin() throws Exception {
        start("""
                a: {%s, next: [d, b, c]}
                b: {%s, next: near}
                c: {%s, next: near}
                d: {%s, next: far}
                near: {%s, join: 1h, next: far}
                far: {%s, join: 1h, next: end}
                """, "a", "b", "c", "d", "near", "far");

        assertCompletedOnce("{}", "a", "b", "c", "d", "near", "far");
    }

    @Test
    void b4_shouldJoinEachGroupOfCopiesAtItsOwnJoin() throws Exception {
        start("""
                a: {%s, next: [b, c, d, e]}
                b: {%s, next: left}
                c: {%s, next: left}
                d: {%s, next: right}
                e: {%s, next: right}
                left: {%s, join: 1h, next: end}
                right: {%s, join: 1h, next: end}
                """, "a", "b", "c", "d", "e", "left", "right");

        assertCompletedOnce("{}", "a", "b", "c", "d", "e", "left", "right");
    }

    @Test
    void b4_shouldAwaitACopyThatPartsAgainOnItsWay() throws Exception {
        start("""
                a: {%s, next: [b, c]}
                b: {%s, next: [d, e]}
                c: {%s, next: far}
                d: {%s, next: near}
                e: {%s, next: end}
                near: {%s, join: 1h, next: far}
                far: {%s, join: 1h, next: end}
                """, "a", "b", "c", "d", "e", "near", "far");

        assertCompletedOnce("{}", "a", "b", "c", "d", "e", "near", "far");
    }

    @Test
    void b4_shouldJoinAgainInEachRoundOfALoop() throws Exception {
        start("""
                a: {%s, next: [b, c, d]}
                b: {%s, next: meet}
                c: {%s, retry: {count: 9, delay: 10ms, backoff: 1}, next: meet}
                d: {%s, next: end}
                meet: {%s, join: 1h, next: [{when: "${body[rounds]} < 3", to: a}, {otherwise: end}]}
                """, "a", "b", "c", "d", "meet");

        send("{\"rounds\":0}");

        assertThat(ended().state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(done).hasSize(15);
        assertThat(Collections.frequency(done, "meet")).isEqualTo(3);
        await().atMost(PATIENCE).until(() -> renkei.journeys().openPlaces(1).isEmpty());
        assertThat(ended().attempts()).isEqualTo(15 + 3);
    }

    @Test
    void c3_shouldKeepAllBodiesThatCannotBeMerged() throws Exception {
        start("""
                a: {%s, next: [b, number]}
                b: {%s, next: meet}
                number: {%s, next: meet}
                meet: {%s, join: 1h, next: end}
                """, "a", "b", "number", "meet");

        send("{\"n\":1}");

        assertThat(ended().state()).isEqualTo(JourneyState.FAILED);
        assertThat(ended().error()).contains("say join: {body: list}");
        assertThat(dead()).containsExactly("[{\"n\":1},7]");
    }

    @Test
    void c2_shouldSayThatItIsUndoneIfCopiesHaveUndoneAllThatCouldBe() throws Exception {
        start("""
                a: {%s, next: [b, c]}
                b: {%s, undo: {bean: undo}, next: fails}
                c: {%s, next: meet}
                fails: {%s, next: meet}
                meet: {%s, join: 1h, next: end}
                """, "a", "b", "c", "fails", "meet");

        send("{}");

        assertThat(ended().state()).isEqualTo(JourneyState.COMPENSATED);
        assertThat(done).contains("undo b").doesNotContain("meet");
        assertThat(dead()).isEmpty();
        await().atMost(PATIENCE).until(() -> renkei.journeys().openPlaces(1).isEmpty());
    }

    @Test
    void b2_shouldJoinCopiesOfAVersionThatHadTheJoin() throws Exception {
        open.set(false);
        String steps = """
                a: {%s, next: [b, gate]}
                b: {%s, next: meet}
                gate: {%s, retry: {count: 1000, delay: 50ms, backoff: 1}, next: meet}
                meet: {%s, join: 1h, next: end}
                """;
        start(steps, "a", "b", "gate", "meet");
        send("{}");
        await().atMost(PATIENCE)
                .until(() -> renkei.find("A") != null
                        && renkei.journeys().steps(renkei.find("A").job()).stream()
                                .map(StepEvent::outcome)
                                .anyMatch(StepOutcome.WAITING::equals));
        stop();

        open.set(true);
        start(steps.replace("join: 1h, ", ""), "a", "b", "gate", "meet");

        await().atMost(PATIENCE).until(() -> done.contains("meet"));
        send("{}", "B");
        assertThat(renkei.ended("B").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(done).filteredOn("meet"::equals).hasSize(3);
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
    }

    private void assertCompletedOnce(String body, String... steps) throws Exception {
        send(body);
        assertThat(ended().state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(done).containsExactlyInAnyOrder(steps);
        assertThat(renkei.tracking().joins().countWaiting()).isZero();
        await().atMost(PATIENCE).until(() -> renkei.journeys().openPlaces(1).isEmpty());
        assertThat(dead()).isEmpty();
    }

    private Journey ended() {
        return renkei.ended("A");
    }

    /** @param steps each with {@code %s} where its channel and its application go */
    private void start(String steps, String... names) {
        StringBuilder channels = new StringBuilder("in: {kind: persistent}\n");
        List<String> heads = new ArrayList<>();
        for (String name : names) {
            channels.append(name).append(": {kind: persistent}\n");
            heads.add("channel: " + name + ", bean: work");
        }
        renkei = RunningEngine.in(dir)
                .channels(channels.toString())
                .file(
                        "flows/flow.yaml",
                        "flow: f\nstart: in\naccept: {format: json}\nsteps:\n"
                                + steps.formatted(heads.toArray()).indent(2))
                .application("work", (Application) this::work)
                .application("undo", (Application) job -> {
                    done.add("undo " + job.step());
                    return Outcome.done();
                })
                .start();
        shop = renkei.connect();
    }

    private Outcome work(Job job) {
        if (job.step().equals("gate") && !open.get() || job.step().equals("c") && job.attempt() == 1 && isLoop(job)) {
            throw new IllegalStateException("not yet");
        }
        if (job.step().equals("fails")) {
            return Outcome.failed("as told");
        }
        done.add(job.step());
        if (job.step().equals("number")) {
            return Outcome.done("7");
        }
        return job.step().equals("meet") && isLoop(job)
                ? Outcome.done("{\"rounds\":" + (job.text().charAt(10) - '0' + 1) + "}")
                : Outcome.done();
    }

    private static boolean isLoop(Job job) {
        return job.text().contains("rounds");
    }

    private void send(String text) {
        send(text, "A");
    }

    private void send(String text, String correlation) {
        shop.createProducer().setJMSCorrelationID(correlation).send(shop.createQueue("in"), text);
    }

    private List<String> dead() throws Exception {
        List<String> bodies = new ArrayList<>();
        for (Message message : renkei.browse(Channels.DEAD)) {
            bodies.add(message.getBody(String.class));
        }
        return bodies;
    }
}
