package org.renkei.services.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The figures of the pages are the broker's own, under load and after it (D7). */
class TrueFiguresTest {
    @RegisterExtension
    static final Browsing browsing = new Browsing();

    private static final List<String> BUSY = List.of("busy-disk", "busy-memory");
    private static final long MESSAGES = 3_000;

    /** How old the figures of a list may be, and a bit for a machine that is slow to answer. */
    private static final Duration AGE = Duration.ofMillis(1_500);

    @TempDir
    private static Path directory;

    private static final ExecutorService PROGRAMS = Executors.newCachedThreadPool();
    private static final AtomicBoolean SENDING = new AtomicBoolean(true);
    private static final CountDownLatch COMPARED = new CountDownLatch(1);
    private static Site site;

    /** The figures of the broker at a moment. */
    private record Sample(Instant at, BrokerQueue queue) {}

    @BeforeAll
    static void start() throws Exception {
        site = new Site(directory, Site.OPERATOR)
                .declare("busy-disk: {kind: persistent}\nbusy-memory: {kind: volatile}\n")
                .start();
    }

    @AfterAll
    static void stop() throws Exception {
        SENDING.set(false);
        COMPARED.countDown();
        PROGRAMS.shutdown();
        assertThat(PROGRAMS.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        site.close();
    }

    @Test
    void shouldBeThoseOfTheBrokerUnderLoadAndAfterIt() throws Exception {
        List<Future<?>> senders = BUSY.stream()
                .<Future<?>>map(name -> PROGRAMS.submit(() -> send(name)))
                .toList();
        BUSY.forEach(name -> PROGRAMS.submit(() -> take(name)));

        for (String name : BUSY) {
            compareUnderLoad(name);
        }
        SENDING.set(false);
        for (Future<?> sender : senders) {
            sender.get(30, TimeUnit.SECONDS);
        }
        site.send("parcels", 5);

        await().atMost(Chromium.PATIENCE).untilAsserted(this::compareAll);
        comparePage("busy-disk");
        comparePage("parcels");
    }

    private static void send(String channel) {
        try (JMSContext jms = site.connect("&jms.forceAsyncSend=true")) {
            JMSProducer producer = jms.createProducer();
            while (SENDING.get()) {
                producer.send(jms.createQueue(channel), "{}");
            }
        }
    }

    /** Takes less than comes, and stays connected. */
    private static void take(String channel) {
        try (JMSContext jms = site.connect("");
                JMSConsumer consumer = jms.createConsumer(jms.createQueue(channel))) {
            while (SENDING.get()) {
                consumer.receive(100);
            }
            COMPARED.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What only grows lies between what the broker said before and what it says after. */
    private void compareUnderLoad(String name) {
        await().atMost(Chromium.PATIENCE)
                .until(() -> listed(name).path("consumers").asInt() == 1);
        Deque<Sample> samples = new ArrayDeque<>();
        int compares = 0;
        Instant deadline = Instant.now().plus(Chromium.PATIENCE);
        while (compares < 10 || BrokerQueue.of(name).added() < MESSAGES) {
            assertThat(Instant.now()).as(name + " is busy").isBefore(deadline);
            samples.add(new Sample(Instant.now(), BrokerQueue.of(name)));
            isBetween(samples.getLast().queue(), site.get("/channels/" + name), BrokerQueue.of(name));
            Instant old = Instant.now().minus(AGE);
            JsonNode listed = listed(name);
            BrokerQueue after = BrokerQueue.of(name);
            Sample before = null;
            while (!samples.isEmpty() && samples.getFirst().at().isBefore(old)) {
                before = samples.removeFirst();
            }
            if (before != null) {
                isBetween(before.queue(), listed, after);
                compares++;
            }
        }
    }

    private static void isBetween(BrokerQueue before, JsonNode shown, BrokerQueue after) {
        assertThat(shown.path("in").asLong()).isBetween(before.added(), after.added());
        assertThat(shown.path("out").asLong()).isBetween(before.acknowledged(), after.acknowledged());
        assertThat(shown.path("consumers").asLong()).isEqualTo(after.consumers());
    }

    private JsonNode listed(String name) {
        return site.get("/channels?search=" + name).path("channels").get(0);
    }

    private void compareAll() {
        JsonNode channels = site.get("/channels?limit=500").path("channels");
        assertThat(channels).hasSizeGreaterThan(15);
        for (JsonNode channel : channels) {
            String name = channel.path("name").asText();
            if (BrokerQueue.exists(name)) {
                assertThat(new BrokerQueue(
                                channel.path("current").asLong(),
                                channel.path("in").asLong(),
                                channel.path("out").asLong(),
                                channel.path("consumers").asLong()))
                        .as(name)
                        .isEqualTo(BrokerQueue.of(name));
            }
        }
        assertThat(BUSY).allMatch(name -> BrokerQueue.of(name).consumers() == 1);
    }

    private void comparePage(String name) {
        BrokerQueue queue = BrokerQueue.of(name);
        Tab tab = browsing.openAs(site, Site.OPERATOR);
        tab.open("/channels?search=" + name);
        assertThat(tab.row(name).locator(".depth b")).hasText("%,d".formatted(queue.messages()));
        assertThat(tab.row(name).locator(".col-consumers")).hasText("" + queue.consumers());
        tab.open("/channels/" + name);
        assertThat(tab.main().locator(".channel-bar-figures b")).hasText("%,d".formatted(queue.messages()));
        assertThat(tab.main().locator(".channel-depth")).containsText("%,d since the start".formatted(queue.added()));
        assertThat(tab.main().locator(".channel-depth"))
                .containsText("%,d since the start".formatted(queue.acknowledged()));
    }
}
