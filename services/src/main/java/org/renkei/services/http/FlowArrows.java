package org.renkei.services.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.renkei.routes.engine.FlowFigures;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Route;
import org.renkei.routes.flow.Step;

/** The ways of a flow as its file declares them, with what went along each; and those that something went along besides. */
final class FlowArrows {
    private static final String NEXT = "next";
    private static final String FALLBACK = "fallback";
    private static final String TIMEOUT = "timeout";
    private static final String UNDO = "undo";
    private static final String DEAD = "dead";

    private final List<FlowView.Arrow> arrows = new ArrayList<>();

    private FlowArrows() {}

    static List<FlowView.Arrow> of(Flow flow, FlowFigures.FlowPart figures) {
        FlowArrows all = new FlowArrows();
        String first = flow.steps().get(0).name();
        all.add(null, List.of(new FlowView.Arrow(null, first, null, NEXT, 0)), figures.start());
        Map<String, FlowFigures.StepPart> parts = new HashMap<>();
        figures.steps().forEach(part -> parts.put(part.step(), part));
        for (Step step : flow.steps()) {
            all.add(step.name(), declared(step), parts.get(step.name()).arrows());
        }
        return all.arrows;
    }

    private static List<FlowView.Arrow> declared(Step step) {
        List<FlowView.Arrow> declared = new ArrayList<>();
        for (Route route : step.next()) {
            String label = route.isOtherwise() ? "otherwise" : route.when();
            declared.add(new FlowView.Arrow(step.name(), route.target(), label, NEXT, 0));
        }
        if (step.fallback() != null) {
            declared.add(new FlowView.Arrow(step.name(), step.fallback(), null, FALLBACK, 0));
        }
        if (step.timeout() != null && step.timeout().to() != null) {
            declared.add(new FlowView.Arrow(step.name(), step.timeout().to(), null, TIMEOUT, 0));
        }
        return declared;
    }

    /** What went to a target is told with the first way that leads there. */
    private void add(String from, List<FlowView.Arrow> declared, List<FlowFigures.Arrow> counted) {
        Map<String, Long> left = new HashMap<>();
        counted.forEach(arrow -> left.put(arrow.to(), arrow.total()));
        for (FlowView.Arrow arrow : declared) {
            Long count = left.remove(arrow.to());
            arrows.add(count == null ? arrow : arrow.counted(count));
        }
        left.forEach((to, count) -> arrows.add(undeclared(from, to, count)));
    }

    private static FlowView.Arrow undeclared(String from, String to, long count) {
        if (to.equals(FlowFigures.DEAD_LETTERS)) {
            return new FlowView.Arrow(from, to, null, DEAD, count);
        }
        boolean undone = to.startsWith(FlowFigures.UNDO);
        String target = undone ? to.substring(FlowFigures.UNDO.length()) : to;
        return new FlowView.Arrow(from, target, null, undone ? UNDO : NEXT, count);
    }
}
