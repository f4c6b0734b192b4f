package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.JourneyState;

/** Of workers to whom nothing has come for long, one stays and sleeps deeply: it costs nothing, and wakes up at once. */
class IdleWorkersTest {
    private static final List<String> CHANNELS = List.of("in", "stock", "pay");
    private static final Duration ASLEEP = Duration.ofSeconds(2);
    private static final Duration IDLE_WITHIN = Duration.ofSeconds(40);
    private static final Duration AT_ONCE = Duration.ofSeconds(4);

    @TempDir
    Path dir;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private RunningEngine renkei;

    @BeforeEach
    void start() {
        Application nothing = job -> Outcome.done();
        renkei = RunningEngine.in(dir)
                .dataSource("shop", DataSourceConfig.embedded())
                .channels("{in: {kind: persistent}, stock: {kind: volatile}, pay: {kind: database, dataSource: shop}}")
                .flow("{flow: order, start: in, steps: {stock: {channel: stock, bean: nothing, next: pay},"
                        + " pay: {channel: pay, bean: nothing, next: end}}}")
                .application("nothing", nothing)
                .start();
    }

    @AfterEach
    void stop() {
        renkei.close();
    }

    @Test
    void shouldTakeWhatComesAndStopAtOnceAfterALongSleep() {
        send("first");
        assertThat(renkei.ended("first").state()).isEqualTo(JourneyState.COMPLETED);
        await().atMost(IDLE_WITHIN).until(() -> CHANNELS.stream().allMatch(channel -> workers(channel) == 1));
        await().atMost(IDLE_WITHIN).pollInterval(ASLEEP).until(this::waits, new Same()::asBefore);

        send("A");
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);

        long began = System.nanoTime();
        assertThat(renkei.engine().stopEntrances(AT_ONCE)).isTrue();
        assertThat(renkei.engine().stopApplications(AT_ONCE)).isTrue();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AT_ONCE);
    }

    private int workers(String channel) {
        return renkei.channels().channel(channel).figures().consumers();
    }

    private void send(String correlationId) {
        try (JMSContext shop = renkei.connect()) {
            shop.createProducer().setJMSCorrelationID(correlationId).send(shop.createQueue("in"), "job");
        }
    }

    /** How often each worker of a channel of the journal has begun to wait. */
    private Map<String, Long> waits() {
        Map<String, Long> waits = new TreeMap<>();
        for (var thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().matches("channel-(in|stock)-\\d+")) {
                waits.put(thread.getThreadName(), thread.getWaitedCount());
            }
        }
        return waits;
    }

    private static final class Same {
        private Map<String, Long> last = Map.of();

        boolean asBefore(Map<String, Long> now) {
            boolean same = !now.isEmpty() && now.equals(last);
            last = now;
            return same;
        }
    }
}
