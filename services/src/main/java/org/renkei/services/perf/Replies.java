package org.renkei.services.perf;

import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageListener;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Takes the replies of one window, each exactly once. */
final class Replies implements MessageListener {
    private static final int DIGITS = 3;
    private static final long MOST_MICROS = TimeUnit.MINUTES.toMicros(10);
    private static final double LATE = 0.1;
    private static final long ALWAYS_LATE_NANOS = TimeUnit.MILLISECONDS.toNanos(300);

    private final Schedule schedule;
    private final int notRecorded;
    private final Histogram micros = new Histogram(MOST_MICROS, DIGITS);
    private final BitSet seen = new BitSet();
    private final CountDownLatch missing;
    private long lastNanos;
    private volatile String problem;

    /** @param notRecorded of so many first messages, whose times are not of interest */
    Replies(Schedule schedule, int notRecorded) {
        this.schedule = schedule;
        this.notRecorded = notRecorded;
        this.missing = new CountDownLatch(schedule.messages());
    }

    @Override
    public void onMessage(Message message) {
        long now = System.nanoTime();
        try {
            int number = Integer.parseInt(message.getJMSCorrelationID());
            if (seen.get(number)) {
                problem = "the reply to message " + number + " came twice";
                return;
            }
            seen.set(number);
            if (number >= notRecorded) {
                long taken = TimeUnit.NANOSECONDS.toMicros(now - schedule.nanos(number));
                micros.recordValue(Math.min(MOST_MICROS, Math.max(1, taken)));
            }
            lastNanos = now;
            missing.countDown();
        } catch (JMSException | RuntimeException e) {
            problem = "a reply cannot be read: " + e;
        }
    }

    void await(Duration longest) throws InterruptedException {
        boolean all = missing.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        if (problem != null) {
            throw new IllegalStateException(problem);
        }
        if (!all) {
            throw new IllegalStateException(
                    missing.getCount() + " of " + schedule.messages() + " replies have not come");
        }
    }

    /** When all have come. */
    OpenLoop.Window window(Duration length) {
        long late = lastNanos - schedule.nanos(schedule.messages() - 1);
        return new OpenLoop.Window(micros, late <= Math.max(ALWAYS_LATE_NANOS, length.toNanos() * LATE));
    }
}
