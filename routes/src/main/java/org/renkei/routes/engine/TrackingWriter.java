package org.renkei.routes.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.ShelteredThread;
import org.renkei.tracking.journey.StepEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drains tracking events into the tracking database: one thread, large batches, what they came from acknowledged with or after
 * the database's commit. While the database is away, the events wait where they are and jobs go on; the writer tries again
 * for ever, and says so once.
 */
final class TrackingWriter implements Runnable {
    private static final Logger log = LoggerFactory.getLogger(TrackingWriter.class);
    static final String SWEEP = TicketProperties.PREFIX + "sweep";
    private static final int MOST_EVENTS = 20_000;
    private static final Duration WAIT = Duration.ofMillis(200);

    /**
     * Drains begin this far apart at least: the events of a job that came together cost one row of its journey instead of one for
     * each step.
     */
    private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Until it is this far behind, it rests for twice as long as it worked on {@link #MUCH}: jobs come first, if there are any. */
    private static final Duration BEHIND = Duration.ofSeconds(3);

    /** If no job moved for so long, none wants the processor. */
    private static final long LULL_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private static final int MUCH = 1_000;
    private static final long FIRST_BACKOFF_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LONGEST_BACKOFF_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** Commits that may fail one after the other, because another writer was faster, before that is called trouble. */
    private static final int MOST_CONFLICTS = 5;

    private final String name;
    private final Supplier<ChannelSession> source;
    private final TrackingInbox inbox;
    private final Consumer<Instant> sweep;
    private final LongSupplier moves;
    private final Clock clock;
    private final Thread thread;
    private int conflicts;
    private boolean behind;
    private volatile boolean running = true;
    private volatile String problem;

    /**
     * @param name of its thread
     * @param source opens a session that receives events
     * @param sweep called when a mark of {@link #SWEEP} comes, with its time
     * @param moves how many passes of jobs this process has done so far
     */
    TrackingWriter(
            String name,
            Supplier<ChannelSession> source,
            TrackingInbox inbox,
            Consumer<Instant> sweep,
            LongSupplier moves,
            Clock clock) {
        this.name = name;
        this.source = source;
        this.inbox = inbox;
        this.sweep = sweep;
        this.moves = moves;
        this.clock = clock;
        this.thread = new ShelteredThread(this, name);
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler(
                (t, error) -> log.atError().setCause(error).log(name + " ended by an error that nobody expected"));
    }

    void start() {
        thread.start();
    }

    Optional<String> problem() {
        return Optional.ofNullable(problem);
    }

    @Override
    public void run() {
        long backoffNanos = FIRST_BACKOFF_NANOS;
        while (running) {
            try (ChannelSession session = source.get()) {
                while (running) {
                    ChannelMessage first = session.receive(WAIT);
                    if (first != null) {
                        long began = System.nanoTime();
                        int events = drainUnlessFaster(session, first);
                        rest(events, System.nanoTime() - began);
                    }
                    well();
                    backoffNanos = FIRST_BACKOFF_NANOS;
                }
            } catch (RuntimeException | Error e) {
                away(e);
                LockSupport.parkNanos(backoffNanos);
                backoffNanos = Math.min(LONGEST_BACKOFF_NANOS, backoffNanos * 2);
            }
        }
    }

    /** While there is much to do, it does so in fewer and larger transactions, and leaves the processor to the jobs. */
    private void rest(int events, long workedNanos) {
        if (events < MUCH || behind) {
            LockSupport.parkNanos(PACE_NANOS - workedNanos);
            return;
        }
        long until = System.nanoTime() + 2 * workedNanos;
        boolean jobsMove = true;
        while (jobsMove && running && System.nanoTime() < until) {
            long before = moves.getAsLong();
            LockSupport.parkNanos(Math.min(LULL_NANOS, until - System.nanoTime()));
            jobsMove = moves.getAsLong() != before;
        }
    }

    /** @return how many events it brought; 0 if another writer was faster and they will come again */
    private int drainUnlessFaster(ChannelSession session, ChannelMessage first) {
        try {
            int events = drain(session, first);
            conflicts = 0;
            return events;
        } catch (RenkeiException e) {
            if (e.code() != ErrorCode.COMMIT_FAILED || conflicts == MOST_CONFLICTS) {
                throw e;
            }
            conflicts++;
            session.rollback();
            return 0;
        }
    }

    private int drain(ChannelSession session, ChannelMessage first) {
        List<StepEvent> events = new ArrayList<>();
        Instant marked = null;
        ChannelMessage message = first;
        while (message != null) {
            marked = markOf(message);
            if (marked == null) {
                inbox.read(message, events, session);
            }
            message = marked == null && events.size() < MOST_EVENTS ? session.receiveNow() : null;
        }
        behind = isOld(events);
        inbox.store(events, session);
        if (marked != null) {
            sweep.accept(marked);
        }
        session.commit();
        return events.size();
    }

    private boolean isOld(List<StepEvent> events) {
        Instant old = clock.instant().minus(BEHIND);
        return !events.isEmpty() && events.get(events.size() - 1).endedAt().isBefore(old);
    }

    private static Instant markOf(ChannelMessage message) {
        String at = message.text(SWEEP);
        return at == null ? null : Instant.parse(at);
    }

    private void away(Throwable e) {
        if (problem == null && running) {
            log.atWarn()
                    .addKeyValue("writer", name)
                    .addKeyValue("cause", e.toString())
                    .log("tracking database is away, its events wait");
        }
        problem = "tracking is behind: " + e.getMessage();
    }

    private void well() {
        if (problem != null) {
            problem = null;
            log.atInfo().addKeyValue("writer", name).log("tracking database is back");
        }
    }

    /** Ends after the batch in hand. */
    void stop() {
        running = false;
        LockSupport.unpark(thread);
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
