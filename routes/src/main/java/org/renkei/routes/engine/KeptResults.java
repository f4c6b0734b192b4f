package org.renkei.routes.engine;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;
import org.renkei.database.ShelteredThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The results in {@code renkei.results}, for those who do not receive messages: looked at, and taken away only when somebody says so. What
 * was submitted over HTTP is shown to its user alone. Thread-safe; every look goes past all results that wait.
 */
public final class KeptResults implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(KeptResults.class);
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration TAKEN_WITHIN = Duration.ofSeconds(5);

    /** What is committed may show a moment later, from a database channel once it was carried over. */
    private static final Duration NEWS_LAST = Duration.ofSeconds(2);

    private static final Duration LOOK_AFTER_NEWS = Duration.ofMillis(30);
    private static final int IDS_AT_ONCE = 500;

    private final Channels channels;
    private final Clock clock;
    private final Set<Waiter> waiting = ConcurrentHashMap.newKeySet();
    private Thread thread;
    private long newsUntil = System.nanoTime();
    private boolean called;
    private boolean closed;

    private record Waiter(String id, String user, CompletableFuture<KeptResult> result) {}

    KeptResults(Channels channels, Clock clock) {
        this.channels = channels;
        this.clock = clock;
    }

    /**
     * The result of one job; of several jobs with the correlation id, the one that came first. If the job was taken up again after a
     * failure, its last result.
     *
     * @param id a job's id, or a correlation id
     * @param user who asks
     * @throws org.renkei.broker.error.RenkeiException {@code BROKER_LOST}
     */
    public Optional<KeptResult> find(String id, String user) {
        List<KeptResult> found = new ArrayList<>();
        look(List.of(id), result -> {
            if (result.isOf(id) && result.isFor(user, clock.instant())) {
                found.add(result);
            }
        });
        return found.isEmpty() ? Optional.empty() : Optional.of(lastOfFirst(found));
    }

    /**
     * The same, when it comes. Whoever has waited long enough completes or cancels the future; the close of this completes it with null.
     */
    public CompletableFuture<KeptResult> await(String id, String user) {
        Waiter waiter = new Waiter(id, user, new CompletableFuture<>());
        waiting.add(waiter);
        waiter.result.whenComplete((result, error) -> waiting.remove(waiter));
        call(false);
        return waiter.result;
    }

    /**
     * Deletes the results of a job.
     *
     * @return false if there is none that this user may fetch
     * @throws org.renkei.broker.error.RenkeiException {@code BROKER_LOST}
     */
    public boolean delete(String job, String user) {
        boolean deleted = false;
        while (find(job, user).filter(found -> job.equals(found.result().job())).isPresent()) {
            if (!deleteOne(job, user)) {
                return deleted;
            }
            deleted = true;
        }
        return deleted;
    }

    private boolean deleteOne(String job, String user) {
        String kept = TicketProperties.KEPT_FOR;
        String filter = TicketProperties.JOB + " = " + quoted(job) + " AND (" + kept + " IS NULL OR " + kept + " = "
                + quoted(user) + ")";
        try (ChannelSession session = channels.open(Channels.RESULTS, filter)) {
            ChannelMessage message = session.receive(TAKEN_WITHIN, 1);
            if (message == null) {
                return false;
            }
            session.commit();
            return true;
        }
    }

    /** A result is about to come, for whoever waits for it. */
    void came(String job, String correlationId) {
        boolean awaited = waiting.stream().anyMatch(waiter -> waiter.id.equals(job) || waiter.id.equals(correlationId));
        if (awaited) {
            call(true);
        }
    }

    private synchronized void call(boolean news) {
        called = true;
        if (news) {
            newsUntil = System.nanoTime() + NEWS_LAST.toNanos();
        }
        if (thread == null && !closed) {
            thread = new ShelteredThread(this::run, "renkei-results");
            thread.setDaemon(true);
            thread.start();
        }
        notifyAll();
    }

    private void run() {
        long tookMillis = 0;
        try {
            while (awaitCall(tookMillis)) {
                long began = System.nanoTime();
                lookForAll();
                tookMillis = Duration.ofNanos(System.nanoTime() - began).toMillis();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looking at many results takes long: it is not done all the time. */
    private synchronized boolean awaitCall(long tookMillis) throws InterruptedException {
        while (!closed && waiting.isEmpty()) {
            wait();
        }
        boolean news = newsUntil - System.nanoTime() > 0;
        long pauseMillis = Math.max((news ? LOOK_AFTER_NEWS : LOOK_EVERY).toMillis(), 4 * tookMillis);
        long until = System.nanoTime() + pauseMillis * 1_000_000;
        for (long left = pauseMillis; !closed && !called && left > 0; left = (until - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
        called = false;
        return !closed;
    }

    private void lookForAll() {
        try {
            List<Waiter> all = List.copyOf(waiting);
            for (int from = 0; from < all.size(); from += IDS_AT_ONCE) {
                lookFor(all.subList(from, Math.min(all.size(), from + IDS_AT_ONCE)));
            }
        } catch (RuntimeException e) {
            log.atDebug().setCause(e).log("results cannot be looked at now");
        }
    }

    private void lookFor(List<Waiter> some) {
        Map<Waiter, List<KeptResult>> found = new LinkedHashMap<>();
        look(
                some.stream().map(Waiter::id).collect(Collectors.toSet()),
                result -> some.stream()
                        .filter(waiter -> result.isOf(waiter.id) && result.isFor(waiter.user, clock.instant()))
                        .forEach(waiter -> found.computeIfAbsent(waiter, none -> new ArrayList<>())
                                .add(result)));
        found.forEach((waiter, results) -> waiter.result.complete(lastOfFirst(results)));
    }

    private void look(Collection<String> ids, Consumer<KeptResult> each) {
        String any = ids.stream().map(KeptResults::quoted).collect(Collectors.joining(", ", " IN (", ")"));
        channels.channel(Channels.RESULTS)
                .browse(
                        TicketProperties.JOB + any + " OR JMSCorrelationID" + any,
                        message -> each.accept(KeptResult.of(message)));
    }

    private static KeptResult lastOfFirst(List<KeptResult> results) {
        String job = String.valueOf(results.get(0).result().job());
        return results.stream()
                .filter(result -> job.equals(String.valueOf(result.result().job())))
                .reduce((earlier, later) -> later)
                .orElseThrow();
    }

    private static String quoted(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Nobody waits any more. */
    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        List.copyOf(waiting).forEach(waiter -> waiter.result.complete(null));
    }
}
