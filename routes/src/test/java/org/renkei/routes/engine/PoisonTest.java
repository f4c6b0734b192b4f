package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import jakarta.jms.Queue;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.dead.LetterGroup;
import org.renkei.routes.dead.LetterPage;
import org.renkei.routes.dead.Selection;
import org.renkei.tracking.journey.JourneyState;

/** Messages that can never be handled, many of them, among others that can. */
@Timeout(value = 20, unit = TimeUnit.MINUTES)
class PoisonTest {
    private static final int POISON = Integer.getInteger("renkei.poison", 3_000);
    private static final int GOOD = POISON;
    /** The start of the flow and one call; the start and two calls. */
    private static final int GOOD_PASSES = 2;

    private static final int POISON_PASSES = 3;
    private static final int TOGETHER = 500;

    /** Machines differ from minute to minute, and a run of some seconds measures that too. */
    private static final double NOISE = 0.5;

    @TempDir
    Path dir;

    private volatile CountDownLatch good;

    @Test
    void c2_shouldHoldUpGoodMessagesNoLongerThanThePoisonTakesToBeTried() throws Exception {
        try (RunningEngine renkei = start()) {
            double before = goodPerSecond(renkei, 0);
            double among = goodPerSecond(renkei, POISON);
            double alone = Math.min(before, goodPerSecond(renkei, 0));

            double share =
                    (double) GOOD * GOOD_PASSES / ((double) GOOD * GOOD_PASSES + (double) POISON * POISON_PASSES);
            System.out.printf(
                    "PoisonTest: %,d good alone %,.0f/s, among %,d poisonous %,.0f/s, which is %.2f; their share of the passes is %.2f%n",
                    GOOD, alone, POISON, among, among / alone, share);
            assertThat(among / alone).isGreaterThan(share * NOISE);
            // Tracking is behind by then.
            await().atMost(10, TimeUnit.MINUTES)
                    .until(
                            () -> renkei.journeys().countByState(null),
                            ended -> ended.get(JourneyState.FAILED) == POISON
                                    && ended.get(JourneyState.COMPLETED) == 3L * GOOD);
            assertListable(renkei);
        }
    }

    private static void assertListable(RunningEngine renkei) {
        assertThat(renkei.channels().channel(Channels.DEAD).figures().current()).isEqualTo(POISON);
        long began = System.nanoTime();
        LetterPage page = renkei.engine().deadLetters().page(Selection.all(), LetterPage.Order.NEWEST, null, 20);
        assertThat(page.letters()).hasSize(20);
        assertThat(renkei.engine().deadLetters().groups(Selection.all(), LetterGroup.By.ERROR))
                .singleElement()
                .satisfies(group -> assertThat(group.letters()).isEqualTo(POISON));
        System.out.printf(
                "PoisonTest: listed and grouped %,d dead letters in %,d ms%n",
                POISON, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }

    /** @param poison messages evenly among the good ones */
    private double goodPerSecond(RunningEngine renkei, int poison) throws InterruptedException {
        good = new CountDownLatch(GOOD);
        renkei.channels().channel("work").block("until all are there");
        try (JMSContext shop = renkei.connect().createContext(JMSContext.SESSION_TRANSACTED)) {
            Queue in = shop.createQueue("in");
            JMSProducer producer = shop.createProducer();
            for (int i = 1; i <= GOOD; i++) {
                producer.send(in, "good");
                if (poison > 0) {
                    producer.send(in, "poison");
                }
                if (i % TOGETHER == 0 || i == GOOD) {
                    shop.commit();
                }
            }
        }
        long began = System.nanoTime();
        renkei.channels().channel("work").unblock();
        assertThat(good.await(15, TimeUnit.MINUTES)).isTrue();
        return GOOD / ((System.nanoTime() - began) / 1e9);
    }

    private RunningEngine start() {
        return RunningEngine.in(dir)
                .channels("in: {kind: persistent, max: 1000000, watch: 999999}\n"
                        + "work: {kind: persistent, max: 1000000, watch: 999999}\n")
                .flow("""
                        flow: f
                        start: in
                        steps:
                          work: {channel: work, bean: work, retry: {count: 1, delay: 10ms}, next: end}
                        """)
                .application("work", (Application) job -> {
                    if (job.text().equals("poison")) {
                        throw new IllegalArgumentException("poison");
                    }
                    good.countDown();
                    return Outcome.done();
                })
                .start();
    }
}
