package org.renkei.services.alarm;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.renkei.broker.error.Category;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.ShelteredThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings announcements to one receiver, in their order, on a thread of its own. At least once while the process lives: each is tried until it is
 * taken or refused for good. Up to {@value #MOST_WAITING} wait meanwhile; beyond that the oldest is dropped. What waits when the process ends is
 * lost, but {@link #untold} says which alarms nobody heard of.
 */
final class Delivery {
    private static final Logger log = LoggerFactory.getLogger(Delivery.class);
    private static final int MOST_WAITING = 1_000;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LAST_BREATH = Duration.ofMillis(200);
    private static final Announcement END = new Announcement(null, null, null);

    private final Receiver receiver;
    private final Thread thread;
    private final LinkedBlockingDeque<Announcement> waiting = new LinkedBlockingDeque<>(MOST_WAITING);
    private final Set<String> untold = ConcurrentHashMap.newKeySet();
    private final Duration firstPause;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong dropped = new AtomicLong();
    private volatile String problem;

    Delivery(Receiver receiver) {
        this(receiver, FIRST_PAUSE);
    }

    /** @param firstPause before the second try; each pause after it is twice as long */
    Delivery(Receiver receiver, Duration firstPause) {
        this.receiver = receiver;
        this.firstPause = firstPause;
        this.thread = new ShelteredThread(this::run, "renkei-" + receiver.name().replace(' ', '-'));
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(
                (failed, e) -> log.atError().setCause(e).log("thread " + failed.getName() + " failed"));
    }

    void start() {
        thread.start();
    }

    /** As an operator knows the receiver. */
    String name() {
        return receiver.name();
    }

    /** Returns at once. After the end it only notes that nobody was told. */
    void offer(Announcement announcement) {
        if (announcement.event() == AlarmEvent.RAISED) {
            untold.add(announcement.alarm().id());
        }
        while (!waiting.offerLast(announcement)) {
            Announcement oldest = waiting.pollFirst();
            if (oldest == null) {
                continue;
            }
            settled(oldest);
            if (dropped.incrementAndGet() == 1) {
                log.atWarn().addKeyValue("to", name()).log("alarms are dropped: too many wait to be delivered");
            }
        }
    }

    /** Alarms that were offered when they were raised, and were neither taken nor refused nor dropped so far; by their ids. */
    Set<String> untold() {
        return Set.copyOf(untold);
    }

    private void settled(Announcement announcement) {
        if (announcement.event() == AlarmEvent.RAISED) {
            untold.remove(announcement.alarm().id());
        }
    }

    /** Why the last one was not taken; empty if it was. */
    Optional<String> problem() {
        return Optional.ofNullable(problem)
                .map(reason -> String.format(
                        "%s does not take alarms: %s; %,d wait, %,d were dropped",
                        name(), reason, waiting.size(), dropped.get()));
    }

    private void run() {
        try {
            for (Announcement next = waiting.takeFirst(); next != END; next = waiting.takeFirst()) {
                if (!deliver(next)) {
                    return;
                }
                settled(next);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return false if it was given up because this is closing */
    private boolean deliver(Announcement announcement) throws InterruptedException {
        for (Duration pause = firstPause; ; pause = longer(pause)) {
            try {
                receiver.take(announcement);
                taken();
                return true;
            } catch (RuntimeException e) {
                notTaken(announcement, e);
                if (e instanceof RenkeiException known && known.category() == Category.REJECT) {
                    return true;
                }
            }
            if (closing.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                return false;
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    private void taken() {
        if (problem != null) {
            problem = null;
            log.atInfo()
                    .addKeyValue("to", name())
                    .addKeyValue("dropped", dropped.getAndSet(0))
                    .log("alarms are taken again");
        }
    }

    private void notTaken(Announcement announcement, RuntimeException e) {
        String reason = e instanceof RenkeiException ? e.getMessage() : e.toString();
        if (problem == null) {
            log.atWarn()
                    .addKeyValue("to", name())
                    .addKeyValue("alarm", announcement.alarm().id())
                    .addKeyValue("reason", reason)
                    .log("an alarm is not taken");
        }
        problem = reason;
    }

    /** Takes no more, and tries what waits once more. */
    void shutDown() {
        closing.countDown();
        offer(END);
    }

    void awaitEnd(Deadline deadline) {
        try {
            thread.join(deadline.left().toMillis());
            thread.interrupt();
            thread.join(LAST_BREATH.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        waiting.remove(END);
        if (!waiting.isEmpty()) {
            log.atWarn()
                    .addKeyValue("to", name())
                    .addKeyValue("alarms", waiting.size())
                    .log("alarms are not delivered: stopping");
        }
    }
}
