package org.renkei.services.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.services.config.StopConfig;
import org.renkei.services.pending.PendingCheck;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops a running system (D3–D5): normally, after a drain, by force, or because the operating system says so. A stop that
 * would lose messages is refused and leaves everything running. Thread-safe: a stop by force, or by the operating system,
 * takes over from one that is under way; any other is refused meanwhile.
 */
public final class Stopping {
    /** The stages that a stop closes one by one before the rest. */
    public static final String ENTRANCES = "entrances";

    public static final String APPLICATIONS = "applications";

    private static final Logger log = LoggerFactory.getLogger(Stopping.class);
    /** What a channel let in a moment before it refused is counted by then. */
    private static final Duration ARRIVAL = Duration.ofMillis(100);

    private static final Duration WATCHDOG_SLACK = Duration.ofSeconds(15);

    private final Lifecycle lifecycle;
    private final Supplier<StopParts> parts;
    private final StopConfig config;
    private final Watchdog watchdog;
    private final Clock clock;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
    /** Held while it is decided whether a stop is called off, taken over, or goes to its end. */
    private final Object decision = new Object();

    private volatile boolean takenOver;
    private volatile boolean irrevocable;
    private volatile StopProgress progress;
    private volatile StopRefusal lastRefusal;

    /**
     * @param parts asked for when a stop begins, after the start
     * @param halt ends the process at once, when a stop by force hangs
     */
    public Stopping(Lifecycle lifecycle, Supplier<StopParts> parts, StopConfig config, Clock clock, Runnable halt) {
        this.lifecycle = lifecycle;
        this.parts = parts;
        this.config = config;
        this.clock = clock;
        this.watchdog = new Watchdog(halt);
    }

    /** What a stop under way is at; empty if none is. */
    public Optional<StopProgress> progress() {
        return Optional.ofNullable(progress);
    }

    /** The last stop that was refused since the start; a new stop forgets it. */
    public Optional<StopRefusal> lastRefusal() {
        return Optional.ofNullable(lastRefusal);
    }

    /** Waits until the system has stopped. */
    public void awaitStopped() throws InterruptedException {
        stopped.await();
    }

    /**
     * Stops unless a message would be lost. Returns when that is decided; the applications and all below them are then
     * stopped in the background.
     *
     * @throws StopRefused with the check; the system runs on
     */
    public PendingCheck stop() {
        begin();
        try {
            PendingCheck first = checkAnd("checking what is pending");
            refuseIfLosing(first);
            closeEntrances(config.within());
            PendingCheck last = checkAnd("checking what is pending, with the entrances closed");
            refuseIfLosing(last);
            inBackground(this::stopTheRest);
            return last;
        } catch (StopRefused e) {
            callOff(e.check());
            throw e;
        } catch (RuntimeException | Error e) {
            callOff(null);
            throw e;
        }
    }

    /**
     * Takes nothing new, waits for what is under way, and then stops unless a message would be lost. Returns at once; a
     * refusal is found in {@link #lastRefusal()}.
     */
    public PendingCheck drainAndStop(Duration within) {
        begin();
        try {
            PendingCheck before = parts.get().pending().takeQuickly();
            lifecycle.announceStop();
            inBackground(() -> {
                drain(within, () -> takenOver);
                refuseIfLosing(checkAnd("checking what is left"));
                stopTheRest();
            });
            return before;
        } catch (RuntimeException | Error e) {
            callOff(null);
            throw e;
        }
    }

    /** Stops in bounded time, whatever is lost by it; what is lost is tracked as LOST. Returns at once. */
    public PendingCheck force() {
        Watchdog.Guard guard =
                watchdog.watch(config.forceWithin().multipliedBy(3).plus(WATCHDOG_SLACK));
        boolean takesOver = takeOver();
        PendingCheck before = parts.get().pending().takeQuickly();
        log.atWarn().addKeyValue("pending", before.words()).log("stopping by force");
        startThread("renkei-stop-force", () -> {
            if (takesOver) {
                goOnWhateverIsLost(config.forceWithin());
            } else {
                lifecycle.stop(config.forceWithin());
            }
            guard.release();
        });
        return before;
    }

    /**
     * Stops because the operating system says so: drains as long as a normal stop may take, and then goes on even if
     * messages are lost, because there is nobody to ask. Returns when all is stopped; the process may end then.
     */
    public void onSignal() {
        if (lifecycle.state() == LifecycleState.STOPPED) {
            return;
        }
        Watchdog.Guard guard = watchdog.watch(
                config.within().plus(config.forceWithin().multipliedBy(3)).plus(WATCHDOG_SLACK));
        if (lifecycle.state() != LifecycleState.STARTING && takeOver()) {
            drain(config.within(), () -> false);
            PendingCheck left = parts.get().pending().takeQuickly();
            if (left.wouldLoseMessages()) {
                log.atWarn()
                        .addKeyValue("lost", left.wouldLose())
                        .log("told to end: messages of volatile channels are lost");
            }
            goOnWhateverIsLost(config.forceWithin());
        } else {
            lifecycle.stop(config.forceWithin());
            stopped.countDown();
        }
        guard.release();
    }

    private void begin() {
        if (lifecycle.state() != LifecycleState.RUNNING || !underWay.compareAndSet(false, true)) {
            throw new RenkeiException(
                    ErrorCode.NOT_RUNNING, "Renkei is " + lifecycle.state() + " already: only --force takes over");
        }
        lastRefusal = null;
        progress = new StopProgress("checking what is pending", 0);
    }

    /**
     * From now on no other stop brings anything back.
     *
     * @return false if a stop is at its end already
     */
    private boolean takeOver() {
        synchronized (decision) {
            if (irrevocable) {
                return false;
            }
            takenOver = true;
            underWay.set(true);
            progress = new StopProgress("stopping", 0);
            lifecycle.announceStop();
            return true;
        }
    }

    private PendingCheck checkAnd(String phase) {
        progress = new StopProgress(phase, 0);
        return parts.get().pending().take();
    }

    private static void refuseIfLosing(PendingCheck check) {
        if (check.wouldLoseMessages()) {
            throw new StopRefused(check);
        }
    }

    private void closeEntrances(Duration within) {
        lifecycle.announceStop();
        progress = new StopProgress("closing the entrances", 0);
        parts.get().entrances().refuseNewJobs();
        lifecycle.suspend(ENTRANCES, within);
    }

    private void drain(Duration within, BooleanSupplier givenUp) {
        lifecycle.announceStop();
        new Drain(parts.get(), now -> progress = now, givenUp, within).run(() -> closeEntrances(config.within()));
    }

    /**
     * A durable step may send on to a volatile channel what it had in hand, and other programs may send to one, so the
     * channels are looked at once more when the applications have ended and every volatile one refuses its senders. Only
     * then is it too late to call the stop off.
     */
    private void stopTheRest() {
        if (takenOver) {
            return;
        }
        stopApplications(config.within());
        if (goesToItsEnd()) {
            stopAll(config.within());
        }
    }

    private boolean goesToItsEnd() {
        synchronized (decision) {
            if (!takenOver) {
                refuseIfLosing(parts.get().pending().takeQuickly());
                irrevocable = true;
            }
            return !takenOver;
        }
    }

    private void stopApplications(Duration within) {
        progress = new StopProgress(
                "stopping the applications", parts.get().pending().underWay());
        lifecycle.suspend(APPLICATIONS, within);
        parts.get().entrances().refuseAll();
        pause();
    }

    private void goOnWhateverIsLost(Duration eachWithin) {
        closeEntrances(eachWithin);
        stopApplications(eachWithin);
        progress = new StopProgress(
                "tracking what is lost", parts.get().pending().takeQuickly().wouldLose());
        try {
            parts.get().lost().track(eachWithin);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("what is lost was not tracked; the next start does it");
        }
        stopAll(eachWithin);
    }

    private void stopAll(Duration eachWithin) {
        irrevocable = true;
        progress = new StopProgress("stopping", 0);
        lifecycle.stop(eachWithin);
        stopped.countDown();
    }

    private void inBackground(Runnable stop) {
        startThread("renkei-stop", () -> {
            try {
                stop.run();
            } catch (StopRefused e) {
                callOff(e.check());
            } catch (Throwable e) {
                log.atError().setCause(e).log("the stop failed and is called off");
                callOff(null);
            }
        });
    }

    /** Everything runs on as before, unless another stop has taken over; one that comes meanwhile waits. */
    private void callOff(PendingCheck check) {
        synchronized (decision) {
            if (!takenOver) {
                runOn(check);
            }
        }
    }

    private void runOn(PendingCheck check) {
        log.atWarn()
                .addKeyValue("pending", check == null ? null : check.words())
                .log("stop refused: running on");
        try {
            parts.get().entrances().readmitSenders();
            lifecycle.resume();
        } catch (RuntimeException | Error e) {
            log.atError().setCause(e).log("could not run on after a refused stop: stop by force and start again");
        } finally {
            lastRefusal = check == null ? null : new StopRefusal(clock.instant(), check);
            progress = null;
            underWay.set(false);
        }
    }

    private static void startThread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setUncaughtExceptionHandler(
                (failed, e) -> log.atError().setCause(e).log("thread " + failed.getName() + " failed"));
        thread.start();
    }

    private static void pause() {
        try {
            Thread.sleep(ARRIVAL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
