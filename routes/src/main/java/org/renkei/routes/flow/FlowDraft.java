package org.renkei.routes.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.ConfigProblem;
import org.renkei.broker.config.Reading;

/** A flow as its file says it, as far as that can be read: {@link FlowCheck} judges what is there, and makes a flow of it if it is whole. */
public final class FlowDraft {
    private final FlowSource source;
    private final Flow flow;
    private final Reading<?> reading;

    private FlowDraft(FlowSource source, Flow flow, Reading<?> reading) {
        this.source = source;
        this.flow = flow;
        this.reading = reading;
    }

    static FlowDraft of(FlowSource source, Reading<FlowDocument> reading) {
        Flow flow = reading.value() == null ? null : reading.value().toFlow(source);
        return new FlowDraft(source, flow, reading);
    }

    /** Of a flow that is whole. */
    public static FlowDraft of(Flow flow) {
        return new FlowDraft(flow.source(), flow, new Reading<>(flow, List.of(), Set.of()));
    }

    /** Of a file that cannot be read. */
    static FlowDraft unreadable(String file, ConfigException why) {
        return new FlowDraft(new FlowSource(file, "", null), null, new Reading<>(null, why.problems(), Set.of("")));
    }

    public FlowSource source() {
        return source;
    }

    /** The name of the flow; null if it cannot be read. */
    public String name() {
        return flow == null ? null : flow.name();
    }

    /** The schema file that it names; null if it names none. */
    public String schema() {
        return flow == null ? null : flow.accept().schema();
    }

    /** What could not be read, with file, line and path. */
    public List<ConfigProblem> problems() {
        return reading.problems();
    }

    /** The flow. @throws ConfigException with everything that could not be read */
    public Flow whole() {
        if (!reading.problems().isEmpty()) {
            throw new ConfigException(reading.problems().stream().sorted().toList());
        }
        return flow;
    }

    /**
     * What there is of it: any part may be null, or lack something, that could not be read or is not there. Null if nothing of it can be
     * used.
     */
    Flow known() {
        return flow;
    }

    /** Whether something at this path could not be read, or above or below it. */
    boolean isBroken(String path) {
        return reading.isBroken(path);
    }

    /** Whether a way of this timeout could not be read; one that is a mere duration has none. */
    boolean hasUnreadWay(String timeout) {
        return reading.isBrokenWithin(timeout);
    }

    /** Whether a step is there that could not be read at all. */
    boolean hasUnreadSteps() {
        return reading.broken().stream()
                .filter(path -> path.isEmpty() || path.startsWith("steps"))
                .anyMatch(path -> flow.steps().stream().noneMatch(step -> path.startsWith("steps." + step.name())));
    }

    /** The same with more that is wrong. */
    FlowDraft with(List<ConfigProblem> more) {
        List<ConfigProblem> all = new ArrayList<>(reading.problems());
        all.addAll(more);
        return new FlowDraft(source, flow, new Reading<>(reading.value(), all, reading.broken()));
    }
}
