package org.renkei.routes.flow;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.renkei.broker.config.Checks;

/** Which steps of a flow lead to which. */
public record StepGraph(Flow flow) {

    /** True if a job can come from one step to the other, or if they are the same. */
    public boolean leads(String from, String to) {
        return reachedFrom(flow.step(from).orElseThrow()).contains(to);
    }

    /** The joins to which a job can come from this step, and itself if it is one; the nearest first. */
    public List<String> joinsFrom(String from) {
        return joinsAmong(reachedFrom(flow.step(from).orElseThrow()));
    }

    /** The same from behind a join, and without it. */
    public List<String> joinsBehind(String join) {
        Set<String> joins = new LinkedHashSet<>();
        nextOf(flow.step(join).orElseThrow()).forEach(next -> joins.addAll(joinsFrom(next)));
        joins.remove(join);
        return List.copyOf(joins);
    }

    private List<String> joinsAmong(Set<String> names) {
        return names.stream()
                .filter(name -> flow.step(name).orElseThrow().join() != null)
                .toList();
    }

    /** The names of those flows from which a job can come to an end, in the flow itself or in others that it starts. */
    static Set<String> flowsThatCanEnd(List<Flow> flows) {
        Set<String> ending = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (Flow flow : flows) {
                more |= new StepGraph(flow).leadsOut(flow.first(), ending) && ending.add(flow.name());
            }
        }
        return ending;
    }

    /** What comes only behind a step that is told is not told. */
    void refuseUnreachable(Checks checks) {
        Set<String> known = new HashSet<>(reached(flow.first(), this::allWays));
        for (Step step : flow.steps()) {
            if (!known.contains(step.name())) {
                checks.that(
                        false,
                        "steps." + step.name(),
                        "cannot be reached from the first step, " + flow.first().name());
                known.addAll(reached(step, this::allWays));
            }
        }
    }

    /**
     * Of a loop only its first step is told.
     *
     * @param ending the flows that can come to an end
     */
    void refuseEndless(Set<String> ending, Checks checks) {
        Set<String> leadingOut = leadingOut(ending);
        List<Step> endless = new ArrayList<>();
        for (Step step : flow.steps()) {
            if (!leadingOut.contains(step.name()) && endless.stream().noneMatch(other -> areConnected(other, step))) {
                endless.add(step);
                checks.that(
                        false,
                        "steps." + step.name() + ".next",
                        "is a loop without exit: no way leads from here to 'end'");
            }
        }
    }

    private boolean areConnected(Step one, Step other) {
        return reachedFrom(one).contains(other.name()) || reachedFrom(other).contains(one.name());
    }

    /** Steps from which a job can come to an end: the last ones first, since most ways lead forward. */
    private Set<String> leadingOut(Set<String> ending) {
        Set<String> found = new HashSet<>();
        boolean more = true;
        while (more) {
            more = false;
            for (int i = flow.steps().size() - 1; i >= 0; i--) {
                Step step = flow.steps().get(i);
                boolean out = step.next().stream()
                        .anyMatch(route -> route.isEnd()
                                || (route.isFlow() ? ending.contains(route.flow()) : found.contains(route.target())));
                more |= out && found.add(step.name());
            }
        }
        return found;
    }

    private boolean leadsOut(Step from, Set<String> ending) {
        return reachedFrom(from).stream()
                .flatMap(name -> flow.step(name).orElseThrow().next().stream())
                .anyMatch(route -> route.isEnd() || route.isFlow() && ending.contains(route.flow()));
    }

    private Set<String> reachedFrom(Step from) {
        return reached(from, StepGraph::nextOf);
    }

    private static Stream<String> nextOf(Step step) {
        return step.next().stream()
                .filter(route -> !route.isEnd() && !route.isFlow())
                .map(Route::target);
    }

    /** Also those that a job takes only when something is in its way. */
    private Stream<String> allWays(Step step) {
        return Stream.of(
                        nextOf(step),
                        Stream.ofNullable(step.fallback()),
                        Stream.of(Optional.ofNullable(step.timeout()), Optional.ofNullable(flow.timeout()))
                                .flatMap(Optional::stream)
                                .map(Timeout::to)
                                .filter(Objects::nonNull))
                .flatMap(ways -> ways);
    }

    /** In the order of their distance. */
    private Set<String> reached(Step from, Function<Step, Stream<String>> ways) {
        Set<String> reached = new LinkedHashSet<>(Set.of(from.name()));
        Deque<Step> open = new ArrayDeque<>(List.of(from));
        while (!open.isEmpty()) {
            ways.apply(open.remove())
                    .filter(reached::add)
                    .forEach(name -> open.add(flow.step(name).orElseThrow()));
        }
        return reached;
    }
}
