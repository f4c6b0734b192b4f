package org.renkei.services.http;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Route;
import org.renkei.routes.flow.Step;

/**
 * A flow as the console writes it: {@code next} in words.
 *
 * @param blocked why its producers are refused; null if they are not
 */
record FlowView(
        String name,
        String version,
        String file,
        String start,
        String blocked,
        String deadLetter,
        int passes,
        Map<String, String> record,
        List<StepView> steps) {

    static FlowView of(Flow flow, String blocked) {
        return new FlowView(
                flow.name(),
                flow.version(),
                flow.file(),
                flow.start(),
                blocked,
                flow.deadLetter(),
                flow.passes(),
                flow.record(),
                flow.steps().stream().map(StepView::of).toList());
    }

    /** @param undo null if nothing undoes it */
    record StepView(String name, String channel, String application, String undo, List<String> next) {
        static StepView of(Step step) {
            return new StepView(
                    step.name(),
                    step.channel(),
                    step.application().toString(),
                    step.undo() == null ? null : step.undo().application().toString(),
                    step.next().stream().map(Route::toString).toList());
        }
    }

    /** A flow in one line of a list. */
    record Summary(String name, String version, String start, String blocked, int steps, List<String> channels) {
        static Summary of(Flow flow, String blocked) {
            Stream<String> own = flow.steps().stream().map(Step::channel);
            return new Summary(
                    flow.name(),
                    flow.version(),
                    flow.start(),
                    blocked,
                    flow.steps().size(),
                    Stream.concat(Stream.of(flow.start()), own).toList());
        }
    }
}
