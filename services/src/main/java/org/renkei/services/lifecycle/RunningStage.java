package org.renkei.services.lifecycle;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A stage with where it stands. One thread at a time starts and stops it; any may read. */
final class RunningStage {
    private static final Logger log = LoggerFactory.getLogger(RunningStage.class);

    /** What a stop may overrun before it is left behind: its own bound is expected to act first. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Stage stage;
    private final Progress progress;
    private volatile StageState state = StageState.WAITING;
    private volatile Long millis;

    RunningStage(Stage stage, Progress progress) {
        this.stage = stage;
        this.progress = progress;
    }

    Stage stage() {
        return stage;
    }

    boolean isRunning() {
        return state == StageState.RUNNING;
    }

    StageReport report() {
        String problem = isRunning() ? stage.health().problem().orElse(null) : null;
        return new StageReport(stage.name(), state, millis, problem);
    }

    /** @throws RenkeiException {@code STAGE_FAILED} */
    void start() {
        state = StageState.STARTING;
        long began = System.nanoTime();
        try {
            stage.starter().start();
        } catch (Exception | LinkageError e) {
            state = StageState.FAILED;
            throw failure(e);
        }
        Duration took = took(began);
        state = StageState.RUNNING;
        progress.started(stage.name(), took);
        log.atInfo()
                .addKeyValue("stage", stage.name())
                .addKeyValue("millis", millis)
                .log("stage started");
    }

    private RenkeiException failure(Throwable cause) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        progress.failed(stage.name(), reason);
        log.atError().addKeyValue("stage", stage.name()).setCause(cause).log("stage failed to start");
        return new RenkeiException(
                ErrorCode.STAGE_FAILED,
                "stage '" + stage.name() + "' failed: " + reason
                        + " | What was started is stopped again. Remove the cause and start again;"
                        + " data/logs/renkei.log has the details.",
                cause);
    }

    /** Stops it on a thread of its own, so that a stage that hangs is left behind and cannot hold up the others. */
    void stop(Duration within) {
        state = StageState.STOPPING;
        long began = System.nanoTime();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        boolean ended = runBounded(() -> stage.stopper().stop(within), within.plus(GRACE), failure);
        Duration took = took(began);
        String trouble =
                ended ? troubleOf(failure.get()) : "did not stop within " + took.toSeconds() + " s: left behind";
        state = trouble == null ? StageState.STOPPED : StageState.FAILED;
        if (trouble == null) {
            progress.stopped(stage.name(), took);
            log.atInfo()
                    .addKeyValue("stage", stage.name())
                    .addKeyValue("millis", millis)
                    .log("stage stopped");
        } else {
            progress.failed(stage.name(), trouble);
            log.atError()
                    .addKeyValue("stage", stage.name())
                    .setCause(failure.get())
                    .log("stage: " + trouble);
        }
    }

    private boolean runBounded(Action action, Duration within, AtomicReference<Throwable> failure) {
        CountDownLatch ended = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    try {
                        action.run();
                    } catch (Throwable e) {
                        failure.set(e);
                    } finally {
                        ended.countDown();
                    }
                },
                "renkei-stop-" + stage.name().replace(' ', '-'));
        thread.setDaemon(true);
        thread.start();
        try {
            return ended.await(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static String troubleOf(Throwable failure) {
        if (failure instanceof LeftBehind) {
            return failure.getMessage();
        }
        return failure == null ? null : "could not be stopped in order: " + failure;
    }

    private Duration took(long began) {
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        millis = took.toMillis();
        return took;
    }

    private interface Action {
        void run() throws Exception;
    }
}
