package org.renkei.broker.session;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.error.Causes;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.table.BusinessDatabase;
import org.renkei.broker.table.Crossing;
import org.renkei.broker.table.TableQueue;
import org.renkei.database.ShelteredThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries what programs send to a database channel from its queue at one broker that others run into its table, on the thread
 * {@code intake-CHANNEL}, whatever the channel's switches say: a message is as safe here as there. While the database is away, or does not
 * take anything, messages stay in the queue.
 */
public final class TableIntake implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(TableIntake.class);
    private static final int MOST = 500;
    private static final int MOST_FAILURES = 10;
    private static final Duration WAIT = Duration.ofMillis(250);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(50);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(10);

    private final LiveChannel channel;
    private final BusinessDatabase database;
    private final BrokerMember member;
    private final BrokerConnections connections;
    private final IntConsumer onCarried;
    private final Clock clock;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile RenkeiException refused;
    private Duration backoff = FIRST_BACKOFF;
    private boolean failing;

    /** In a row, of commits that might go well the next time. */
    private int failures;

    /** So many go one by one, because one of them is not taken. */
    private int single;

    /** @param onCarried told how many messages were carried, after each commit */
    public TableIntake(
            LiveChannel channel,
            BrokerMember member,
            BrokerConnections connections,
            IntConsumer onCarried,
            Clock clock) {
        this.channel = channel;
        this.database = TableQueue.databaseOf(channel);
        this.member = member;
        this.connections = connections;
        this.onCarried = onCarried;
        this.clock = clock;
        this.thread = new ShelteredThread(this::run, "intake-" + channel.name());
        thread.setDaemon(true);
        thread.setUncaughtExceptionHandler((t, error) -> log.atError()
                .addKeyValue("channel", channel.name())
                .setCause(error)
                .log("intake ended by an error that nobody expected"));
    }

    public void start() {
        thread.start();
    }

    /** Why the database takes nothing although it answers; empty if it does. */
    public Optional<String> problem() {
        RenkeiException now = refused;
        return now == null
                ? Optional.empty()
                : Optional.of("database " + database + " takes nothing of what waits in queue " + channel.name() + ": "
                        + Causes.rootOf(now));
    }

    private void run() {
        try {
            while (running) {
                // No session is open meanwhile: what waits is for others, whose connection to the database may be
                // whole.
                if (database.awaitBack(WAIT) && !serve()) {
                    pause();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** @return false if something failed and a pause is due */
    private boolean serve() {
        try (IntakeSession session = new IntakeSession(channel, member, connections, clock)) {
            while (running && database.away().isEmpty()) {
                carry(session);
                goesWell();
            }
            return true;
        } catch (RuntimeException | Error e) {
            if (!failing && database.away().isEmpty() && member.away() == null) {
                log.atWarn()
                        .addKeyValue("channel", channel.name())
                        .addKeyValue("broker", member)
                        .addKeyValue("cause", Causes.rootOf(e))
                        .log("intake interrupted, it goes on where it was");
            }
            failing = true;
            return false;
        }
    }

    private void carry(IntakeSession session) {
        try {
            int carried = session.carry(WAIT, single > 0 ? 1 : MOST);
            if (carried > 0) {
                onCarried.accept(carried);
                single = Math.max(0, single - carried);
            }
        } catch (RenkeiException e) {
            boolean fails = e.code() == ErrorCode.COMMIT_FAILED && ++failures >= MOST_FAILURES;
            if (e.code() != ErrorCode.DATABASE_REFUSED && !fails) {
                throw e;
            }
            refused(session, e);
        }
    }

    private void refused(IntakeSession session, RenkeiException reason) {
        if (session.inHand() > 1) {
            single = session.inHand();
            session.giveBack();
            return;
        }
        try {
            Crossing.tryOut(channel, clock);
        } catch (RenkeiException e) {
            refused = e.code() == ErrorCode.DATABASE_AWAY ? null : e;
            throw e;
        }
        session.setApart(reason);
        onCarried.accept(1);
    }

    private void goesWell() {
        failing = false;
        failures = 0;
        refused = null;
        backoff = FIRST_BACKOFF;
    }

    private void pause() throws InterruptedException {
        Thread.sleep(running ? backoff.toMillis() : 0);
        backoff = backoff.multipliedBy(2).compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : backoff.multipliedBy(2);
    }

    /** No batch more after the one in hand. */
    public void end() {
        running = false;
    }

    /** {@link #end()}, and waits for it. */
    @Override
    public void close() {
        end();
        try {
            thread.join(LONGEST_CLOSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
