package org.renkei.routes.component;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.camel.Exchange;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.tracking.journey.StepEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One worker of a channel: receives what is there, up to the batch, never waiting for more; runs the route for each;
 * and commits what they sent, with its tracking events, as one. After a commit that failed it goes on one by one, until
 * as many have gone well as make a batch.
 */
final class ChannelWorker implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(ChannelWorker.class);

    private static final Duration WAIT = Duration.ofMillis(500);

    /** Where nothing has come for so many waits, hundreds of workers would otherwise wake up all the time for nothing. */
    private static final int WAITS_UNTIL_IDLE = 20;

    private static final Duration IDLE_WAIT = Duration.ofSeconds(10);
    private static final long LONGEST_HOLD_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long NOT_READY_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final long FIRST_BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long LONGEST_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** A batch of slow calls is committed after this time, so that what is done is not held up by what is to come. */
    private static final long LONGEST_BATCH_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    /** Times after which a message is given up whose handling ends well and whose commit does not. */
    private static final int FAILED_HANDLINGS = 10;

    private final ChannelConsumer consumer;
    private final ChannelEndpoint endpoint;
    private final DeliveryPolicy policy;
    private final OutageLog outage;
    private final Crew crew;
    private final Channels channels;
    private final FailedHandlings failedHandlings;
    /** Keys of the messages of this batch. */
    private final List<String> inBatch = new ArrayList<>();

    private final List<StepEvent> events = new ArrayList<>();
    private final List<Runnable> afterCommit = new ArrayList<>();
    private int single;
    private int emptyWaits;
    private boolean spared;
    private Thread waiting;
    private long backoffNanos = FIRST_BACKOFF_NANOS;

    ChannelWorker(
            ChannelConsumer consumer, ChannelEndpoint endpoint, DeliveryPolicy policy, OutageLog outage, Crew crew) {
        this.consumer = consumer;
        this.endpoint = endpoint;
        this.policy = policy;
        this.outage = outage;
        this.crew = crew;
        this.channels = endpoint.getComponent().channels();
        this.failedHandlings = endpoint.getComponent().failedHandlings();
    }

    @Override
    public void run() {
        try {
            work();
        } finally {
            crew.gone(this);
        }
    }

    private void work() {
        while (goesOn()) {
            try {
                if (becomesReady(Long.MAX_VALUE)) {
                    openAndServe();
                }
            } catch (RuntimeException | Error e) {
                if (goesOn()) {
                    outage.away(e);
                    LockSupport.parkNanos(backoffNanos);
                    backoffNanos = Math.min(LONGEST_BACKOFF_NANOS, backoffNanos * 2);
                }
            }
        }
    }

    private boolean goesOn() {
        return crew.isRunning() && !spared && !Thread.currentThread().isInterrupted();
    }

    /** Not while a channel ahead is shut for long: what a session has fetched would neither expire nor be seen. */
    private void openAndServe() {
        try (ChannelSession session = channels.open(endpoint.getName())) {
            while (!policy.isPaused() && becomesReady(LONGEST_HOLD_NANOS)) {
                ChannelMessage first = awaitFirst(session);
                if (first != null && mayHandOut()) {
                    handleBeside(session, first);
                } else if (first != null) {
                    // What it would go to has shut meanwhile: nothing is held while that lasts.
                    session.rollback();
                } else if (emptyWaits >= WAITS_UNTIL_IDLE) {
                    spared = crew.canSpare(this);
                }
                goesWell();
            }
        }
    }

    private ChannelMessage awaitFirst(ChannelSession session) {
        if (!beginsToWait()) {
            return null;
        }
        try {
            ChannelMessage first = session.receive(emptyWaits < WAITS_UNTIL_IDLE ? WAIT : IDLE_WAIT, limit());
            emptyWaits = first == null ? emptyWaits + 1 : 0;
            return first;
        } finally {
            waitsNoMore();
        }
    }

    private synchronized boolean beginsToWait() {
        waiting = crew.isRunning() ? Thread.currentThread() : null;
        return waiting != null;
    }

    private synchronized void waitsNoMore() {
        waiting = null;
        if (!crew.isRunning()) {
            // It was meant for the wait, not for what came in that moment.
            Thread.interrupted();
        }
    }

    /** If it waits for a message, it waits no longer; what it has in hand is not disturbed. For any thread, when it shall not run any more. */
    synchronized void endWait() {
        if (waiting != null) {
            waiting.interrupt();
        }
    }

    /** Not before something was received or waited for without trouble: a session that opens proves little. */
    private void goesWell() {
        if (backoffNanos > FIRST_BACKOFF_NANOS) {
            backoffNanos = FIRST_BACKOFF_NANOS;
            outage.back();
        }
    }

    private int limit() {
        return single > 0 ? 1 : endpoint.getBatch();
    }

    /** @return false if it ends, or is not ready within that time */
    private boolean becomesReady(long withinNanos) {
        long began = System.nanoTime();
        while (goesOn() && System.nanoTime() - began < withinNanos) {
            if (mayHandOut()) {
                return true;
            }
            LockSupport.parkNanos(NOT_READY_NANOS);
        }
        return false;
    }

    private boolean mayHandOut() {
        return !policy.isPaused() && policy.isReady();
    }

    /** Another worker is there for what comes meanwhile. */
    private void handleBeside(ChannelSession session, ChannelMessage first) {
        crew.isBusy();
        try {
            handleOrGoOneByOne(session, first);
        } finally {
            crew.isFree();
        }
    }

    /** Whatever broke the batch, its messages do not meet again in the next one. */
    private void handleOrGoOneByOne(ChannelSession session, ChannelMessage first) {
        try {
            handleBatch(session, first);
        } catch (RenkeiException e) {
            failed();
            if (e.code() != ErrorCode.COMMIT_FAILED && e.code() != ErrorCode.DATABASE_REFUSED) {
                throw e;
            }
            session.rollback();
            log.atWarn()
                    .addKeyValue("channel", endpoint.getName())
                    .addKeyValue("cause", e.getMessage())
                    .log("commit failed, its messages are handled again one by one");
        } catch (RuntimeException | Error e) {
            failed();
            throw e;
        }
    }

    private void failed() {
        single = endpoint.getBatch();
        failedHandlings.failed(inBatch);
    }

    private void handleBatch(ChannelSession session, ChannelMessage first) {
        inBatch.clear();
        events.clear();
        afterCommit.clear();
        if (first.crashes() > 0) {
            handleSuspect(session, first);
            return;
        }
        int limit = limit();
        long deadline = System.nanoTime() + LONGEST_BATCH_NANOS;
        int handled = 0;
        for (ChannelMessage message = first; message != null; ) {
            handle(session, message);
            handled++;
            boolean more = handled < limit && System.nanoTime() < deadline && goesOn() && !policy.isPaused();
            message = more ? session.receiveNow() : null;
        }
        commit(session, handled);
    }

    /** What was in hand at a crash is handled alone, when no other such message is. */
    private void handleSuspect(ChannelSession session, ChannelMessage message) {
        Runnable end = endpoint.getComponent().suspects().await(this::goesOn);
        try {
            if (goesOn() && !policy.isPaused()) {
                handle(session, message);
                commit(session, 1);
            } else {
                session.rollback();
            }
        } finally {
            end.run();
        }
    }

    private void handle(ChannelSession session, ChannelMessage message) {
        inBatch.add(message.key());
        Outbox outbox = new Outbox();
        String reason = reasonToGiveUp(message);
        if (reason != null) {
            policy.gaveUp(message, reason, outbox);
        } else {
            Exchange exchange = ChannelExchange.create(consumer, message);
            outbox.attachTo(exchange);
            runRoute(session, exchange, outbox);
            if (wasInterrupted(exchange)) {
                // Whoever threw it has forgotten it; a stop by force gives the message back.
                Thread.currentThread().interrupt();
            }
            if (exchange.getException() != null) {
                session.undo();
                outbox.clear();
                policy.failed(message, exchange, exchange.getException(), outbox);
            }
            consumer.releaseExchange(exchange, false);
        }
        if (Thread.currentThread().isInterrupted()) {
            throw new RenkeiException(
                    ErrorCode.BROKER_LOST, "channel " + endpoint.getName() + " was stopped by force in the middle");
        }
        outbox.close(session, events, afterCommit);
    }

    private boolean wasInterrupted(Exchange exchange) {
        return !crew.isRunning() && exchange.getException(InterruptedException.class) != null;
    }

    private String reasonToGiveUp(ChannelMessage message) {
        if (message.crashes() >= policy.crashLimit(message)) {
            return ErrorCode.CRASH_LIMIT + " was in hand when " + message.crashes()
                    + " processes died: it is likely to be the cause, and is set apart";
        }
        int failures = failedHandlings.of(message.key());
        return failures < FAILED_HANDLINGS
                ? null
                : ErrorCode.REDELIVERY_LIMIT + " came back " + failures + " times because its commit failed";
    }

    private void runRoute(ChannelSession session, Exchange exchange, Outbox outbox) {
        session.enter();
        try {
            consumer.getProcessor().process(exchange);
            if (exchange.getException() == null && outbox.isUndone()) {
                session.undo();
            } else if (exchange.getException() == null) {
                session.keep();
            }
        } catch (Exception e) {
            exchange.setException(e);
        }
    }

    private void commit(ChannelSession session, int handled) {
        if (!events.isEmpty()) {
            session.send(Channels.TRACKING, TrackingLetter.of(events));
        }
        session.commit();
        failedHandlings.ended(inBatch);
        single = Math.max(0, single - handled);
        events.forEach(endpoint.getComponent().committed());
        afterCommit.forEach(Runnable::run);
    }
}
