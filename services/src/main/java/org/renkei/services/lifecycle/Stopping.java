package org.renkei.services.lifecycle;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.services.config.StopConfig;
import org.renkei.services.pending.PendingCheck;
import org.renkei.services.pending.PendingChecks;
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
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration WATCHDOG_SLACK = Duration.ofSeconds(15);

    private final Lifecycle lifecycle;
    private final Supplier<StopParts> parts;
    private final StopConfig config;
    private final Watchdog watchdog;
    private final Clock clock;
    private final AtomicBoolean underWay = new AtomicBoolean();
    private final CountDownLatch stopped = new CountDownLatch(1);
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
        } catch (RuntimeException e) {
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
        PendingCheck before = parts.get().pending().takeQuickly();
        inBackground(() -> {
            drain(within, () -> takenOver);
            refuseIfLosing(checkAnd("checking what is left"));
            stopTheRest();
        });
        return before;
    }

    /** Stops in bounded time, whatever is lost by it; what is lost is tracked as LOST. Returns at once. */
    public PendingCheck force() {
        takenOver = true;
        underWay.set(true);
        Watchdog.Guard guard =
                watchdog.watch(config.forceWithin().multipliedBy(3).plus(WATCHDOG_SLACK));
        PendingCheck before = parts.get().pending().takeQuickly();
        log.atWarn().addKeyValue("pending", before.words()).log("stopping by force");
        startThread("renkei-stop-force", () -> {
            goOnWhateverIsLost(config.forceWithin());
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
        if (lifecycle.state() != LifecycleState.STARTING && !irrevocable) {
            takenOver = true;
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
        parts.get().entrances().refuseSenders();
        lifecycle.suspend(ENTRANCES, within);
    }

    /**
     * Volatile start channels are emptied through open entrances, or they never would be; durable ones keep what they have.
     */
    private void drain(Duration within, Supplier<Boolean> givenUp) {
        PendingChecks pending = parts.get().pending();
        VolatileEntrances entrances = parts.get().entrances();
        long until = System.nanoTime() + within.toNanos();
        lifecycle.announceStop();
        entrances.refuseSenders();
        awaitNone(entrances::waiting, "waiting for volatile start channels", until, givenUp);
        closeEntrances(config.within());
        awaitNone(pending::underWay, "waiting for jobs under way", until, givenUp);
    }

    private void awaitNone(LongSupplier messages, String phase, long until, Supplier<Boolean> givenUp) {
        for (long left = messages.getAsLong(); left > 0; left = messages.getAsLong()) {
            progress = new StopProgress(phase, left);
            if (givenUp.get() || System.nanoTime() > until) {
                return;
            }
            pause();
        }
    }

    /**
     * A durable step may send on to a volatile channel what it had in hand, so the channels are looked at once more when
     * the applications have ended, and only then is it too late to call the stop off.
     */
    private void stopTheRest() {
        if (takenOver) {
            return;
        }
        progress = new StopProgress(
                "stopping the applications", parts.get().pending().underWay());
        lifecycle.suspend(APPLICATIONS, config.within());
        if (!takenOver) {
            refuseIfLosing(parts.get().pending().takeQuickly());
            stopAll(config.within());
        }
    }

    private void goOnWhateverIsLost(Duration eachWithin) {
        closeEntrances(eachWithin);
        progress = new StopProgress(
                "stopping the applications", parts.get().pending().underWay());
        lifecycle.suspend(APPLICATIONS, eachWithin);
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
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("the stop failed and is called off");
                callOff(null);
            }
        });
    }

    /** Everything runs on as before, unless another stop has taken over. */
    private void callOff(PendingCheck check) {
        if (takenOver) {
            return;
        }
        log.atWarn()
                .addKeyValue("pending", check == null ? null : check.words())
                .log("stop refused: running on");
        try {
            parts.get().entrances().readmitSenders();
            lifecycle.resume();
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("could not run on after a refused stop: stop by force and start again");
        }
        lastRefusal = check == null ? null : new StopRefusal(clock.instant(), check);
        progress = null;
        underWay.set(false);
    }

    private static void startThread(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setUncaughtExceptionHandler(
                (failed, e) -> log.atError().setCause(e).log("thread " + failed.getName() + " failed"));
        thread.start();
    }

    private static void pause() {
        try {
            Thread.sleep(LOOK_EVERY.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
