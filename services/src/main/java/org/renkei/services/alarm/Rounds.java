package org.renkei.services.alarm;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.renkei.database.ShelteredThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that looks through some watches each second. */
final class Rounds {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final String name;
    private final List<Watch> watches;
    private final Consumer<Watch> look;
    private final Set<Watch> failed = new HashSet<>();
    private final ScheduledExecutorService thread;

    Rounds(String name, List<Watch> watches, Consumer<Watch> look) {
        this.name = name;
        this.watches = List.copyOf(watches);
        this.look = look;
        this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread made = new ShelteredThread(task, name);
            made.setDaemon(true);
            return made;
        });
    }

    void start() {
        thread.scheduleWithFixedDelay(
                () -> watches.forEach(this::tryToLook), 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** An executor would end the thread with its task; the next look may well succeed. */
    private void tryToLook(Watch watch) {
        try {
            look.accept(watch);
            failed.remove(watch);
        } catch (RuntimeException e) {
            if (failed.add(watch) && !thread.isShutdown()) {
                log.atWarn().addKeyValue("kind", watch.kind()).setCause(e).log("not looked for alarms");
            }
        }
    }

    /** Lets a look that is under way end: it may be writing. */
    void shutDown() {
        thread.shutdown();
    }

    /** @return false if it did not end in time */
    boolean awaitEnd(Deadline deadline) {
        try {
            if (thread.awaitTermination(deadline.millisLeft(), TimeUnit.MILLISECONDS)) {
                return true;
            }
            log.atWarn().addKeyValue("thread", name).log("did not end in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return false;
    }

    /** By the caller, after the end. */
    void lookOnceMore() {
        watches.forEach(this::tryToLook);
    }

    /** The same for one kind of alarm. */
    void lookOnceMore(AlarmKind kind) {
        watches.stream().filter(watch -> watch.kind() == kind).forEach(this::tryToLook);
    }
}
