package org.renkei.services.lifecycle;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/**
 * The stages of a system, started in order and stopped in the reverse one (D1, D3). Thread-safe: one start or stop at a
 * time, reports at any.
 */
public final class Lifecycle {
    private static final Duration UNDO_WITHIN = Duration.ofSeconds(10);

    private final List<RunningStage> starting;
    private final List<RunningStage> stopping;
    private final ReentrantLock moving = new ReentrantLock();
    private volatile LifecycleState state = LifecycleState.STOPPED;
    private volatile boolean stopWanted;

    /** @param stages in the order of their start */
    public Lifecycle(List<Stage> stages, Progress progress) {
        starting =
                stages.stream().map(stage -> new RunningStage(stage, progress)).toList();
        List<RunningStage> backwards = new ArrayList<>(starting);
        Collections.reverse(backwards);
        stopping = List.copyOf(backwards);
    }

    public LifecycleState state() {
        return state;
    }

    /** Each stage as it stands, in the order of the start. */
    public List<StageReport> stages() {
        return starting.stream().map(RunningStage::report).toList();
    }

    /**
     * Starts all stages. If one fails, those before it are stopped again, the last one first.
     *
     * @throws RenkeiException {@code STAGE_FAILED}: which stage, why, and what to do
     */
    public void start() {
        moving.lock();
        try {
            state = LifecycleState.STARTING;
            for (RunningStage stage : starting) {
                refuseIfStopWanted(stage);
                stage.start();
            }
            state = LifecycleState.RUNNING;
        } catch (RenkeiException e) {
            stopAll(UNDO_WITHIN);
            throw e;
        } finally {
            moving.unlock();
        }
    }

    private void refuseIfStopWanted(RunningStage next) {
        if (stopWanted) {
            throw new RenkeiException(
                    ErrorCode.STAGE_FAILED,
                    "stopped before stage '" + next.stage().name() + "' was started, because it was told to");
        }
    }

    /** From now on {@link #state()} is STOPPING; {@link #resume} makes it RUNNING again. */
    public void announceStop() {
        state = LifecycleState.STOPPING;
    }

    /** Stops one stage while the others go on. No effect if it is not running. */
    public void suspend(String stage, Duration within) {
        moving.lock();
        try {
            RunningStage running = named(stage);
            if (running.isRunning()) {
                running.stop(within);
            }
        } finally {
            moving.unlock();
        }
    }

    /** Starts what {@link #suspend} stopped, in the order of the start: the stop is called off. */
    public void resume() {
        moving.lock();
        try {
            for (RunningStage stage : starting) {
                if (!stage.isRunning()) {
                    stage.start();
                }
            }
            state = LifecycleState.RUNNING;
        } finally {
            moving.unlock();
        }
    }

    /**
     * Stops what runs, in the reverse order of the start. A stage that takes longer than its time, or throws, is left
     * behind and reported. A start that is under way ends after the stage it is at.
     *
     * @param eachWithin how long one stage may take
     */
    public void stop(Duration eachWithin) {
        stopWanted = true;
        moving.lock();
        try {
            stopAll(eachWithin);
        } finally {
            moving.unlock();
        }
    }

    private void stopAll(Duration eachWithin) {
        state = LifecycleState.STOPPING;
        stopping.stream().filter(RunningStage::isRunning).forEach(stage -> stage.stop(eachWithin));
        state = LifecycleState.STOPPED;
    }

    private RunningStage named(String name) {
        return starting.stream()
                .filter(each -> each.stage().name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no stage '" + name + "'"));
    }
}
