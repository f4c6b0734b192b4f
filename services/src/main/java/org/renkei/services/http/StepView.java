package org.renkei.services.http;

import java.util.List;
import java.util.Map;
import org.renkei.broker.channel.ChannelState;
import org.renkei.routes.engine.FlowFigures;
import org.renkei.routes.flow.Route;
import org.renkei.routes.flow.Step;
import org.renkei.tracking.journey.StepOutcome;

/**
 * A step as the console writes it, with the figures of its channel and of its passes.
 *
 * @param undo null if nothing undoes it
 * @param join whether it waits for all copies of a job
 * @param next in words
 * @param rate passes per second, over ten seconds
 * @param done passes since the start that went well
 * @param again those that are to be repeated
 * @param failed those that gave up or came too late
 * @param meanMillis of a pass in the last minute; null if there was none
 * @param paused why nothing is handed out; null if it is not paused
 */
record StepView(
        String name,
        String channel,
        String application,
        String undo,
        boolean join,
        List<String> next,
        long current,
        long max,
        long watch,
        boolean alarm,
        ChannelState state,
        long inProcess,
        double rate,
        double failedRate,
        long done,
        long again,
        long failed,
        Double meanMillis,
        String paused) {
    private static final List<StepOutcome> DONE = List.of(StepOutcome.DONE, StepOutcome.WAITING, StepOutcome.UNDONE);
    private static final List<StepOutcome> AGAIN = List.of(StepOutcome.AGAIN);
    private static final List<StepOutcome> FAILED = List.of(StepOutcome.FAILED, StepOutcome.EXPIRED);
    private static final double NANOS_PER_MILLI = 1_000_000;

    static StepView of(Step step, ChannelView channel, FlowFigures.StepPart figures, String paused) {
        Map<StepOutcome, FlowFigures.Count> passes = figures.passes();
        return new StepView(
                step.name(),
                step.channel(),
                step.application().toString(),
                step.undo() == null ? null : step.undo().application().toString(),
                step.join() != null,
                step.next().stream().map(Route::toString).toList(),
                channel.current(),
                channel.max(),
                channel.watch(),
                channel.alarm(),
                channel.state(),
                channel.inProcess(),
                rate(passes, List.copyOf(passes.keySet())),
                rate(passes, FAILED),
                total(passes, DONE),
                total(passes, AGAIN),
                total(passes, FAILED),
                figures.mean() == null ? null : figures.mean().toNanos() / NANOS_PER_MILLI,
                paused);
    }

    private static long total(Map<StepOutcome, FlowFigures.Count> passes, List<StepOutcome> outcomes) {
        return outcomes.stream()
                .filter(passes::containsKey)
                .mapToLong(outcome -> passes.get(outcome).total())
                .sum();
    }

    private static double rate(Map<StepOutcome, FlowFigures.Count> passes, List<StepOutcome> outcomes) {
        return outcomes.stream()
                .filter(passes::containsKey)
                .mapToDouble(outcome -> passes.get(outcome).perSecond())
                .sum();
    }
}
