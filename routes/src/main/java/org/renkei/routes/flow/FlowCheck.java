package org.renkei.routes.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.config.Checks;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.ConfigProblems;

/**
 * Compares flows with what exists, and with each other, before any of them is run (B2). Everything that is wrong with all of them is told
 * at once, but not what only follows from something that is told already. Each check needs one of its own.
 */
public final class FlowCheck {
    private final Map<String, ChannelConfig> channels;
    private final Set<String> applications;
    private final List<FlowRule> rules;
    private final Map<FlowDraft, Checks> found = new LinkedHashMap<>();

    /** By name; of several of one name the first. */
    private final Map<String, FlowDraft> flows = new LinkedHashMap<>();

    /**
     * @param channels the declared channels by name
     * @param applications names that steps may call as beans
     * @param rules what else must hold for the flows that are wanted
     */
    public FlowCheck(Map<String, ChannelConfig> channels, Set<String> applications, FlowRule... rules) {
        this.channels = channels;
        this.applications = applications;
        this.rules = List.of(rules);
    }

    /** The same for flows of which none runs yet. */
    public List<Flow> check(List<FlowDraft> wanted) {
        return check(List.of(), wanted);
    }

    /**
     * @param present flows that run, or did; those that are wanted take the place of others of their names
     * @return those that are wanted
     * @throws ConfigException with all that is wrong with what is wanted, by file and line
     */
    public List<Flow> check(List<Flow> present, List<FlowDraft> wanted) {
        List<FlowDraft> all = together(present, wanted);
        List<FlowDraft> readable =
                all.stream().filter(draft -> draft.known() != null).toList();
        List<FlowDraft> single = readable.stream().filter(this::isSingle).toList();
        FlowParts parts = new FlowParts(channels, applications, flows, allAreNamed(all));
        List<Flow> meant = new ArrayList<>();
        for (FlowDraft draft : single) {
            meant.add(parts.check(draft, found.get(draft)));
        }
        checkWays(single, meant);
        single.forEach(draft -> parts.refuseDeadLetterInAFlow(draft.known(), found.get(draft)));
        wanted.stream()
                .filter(readable::contains)
                .forEach(draft -> rules.forEach(rule -> rule.check(draft.known(), found.get(draft))));
        refuse(wanted);
        return wanted.stream().map(FlowDraft::whole).toList();
    }

    private List<FlowDraft> together(List<Flow> present, List<FlowDraft> wanted) {
        Set<String> names = new LinkedHashSet<>();
        wanted.forEach(draft -> names.add(draft.name()));
        List<FlowDraft> all = new ArrayList<>();
        present.stream()
                .filter(flow -> !names.contains(flow.name()))
                .map(FlowDraft::of)
                .forEach(all::add);
        all.addAll(wanted);
        all.forEach(draft -> found.put(draft, new Checks()));
        return all;
    }

    private boolean isSingle(FlowDraft draft) {
        if (draft.name() == null) {
            return true;
        }
        FlowDraft other = flows.putIfAbsent(draft.name(), draft);
        if (other != null) {
            found.get(draft)
                    .that(
                            false,
                            "flow",
                            draft.name() + " is also the name of the flow in "
                                    + other.source().file());
        }
        return other == null;
    }

    private static boolean allAreNamed(List<FlowDraft> all) {
        return all.stream().noneMatch(draft -> draft.name() == null);
    }

    /** @param meant the flows as they would be if every name in them were spelt right */
    private void checkWays(List<FlowDraft> drafts, List<Flow> meant) {
        Set<String> ending = StepGraph.flowsThatCanEnd(meant.stream()
                .filter(flow -> flow != null && !flow.steps().isEmpty())
                .toList());
        Set<String> unsure = new LinkedHashSet<>();
        for (int i = 0; i < drafts.size(); i++) {
            if (meant.get(i) == null && drafts.get(i).name() != null) {
                unsure.add(drafts.get(i).name());
            }
        }
        ending.addAll(unsure);
        for (int i = 0; i < drafts.size(); i++) {
            Flow flow = meant.get(i);
            if (flow != null && !flow.steps().isEmpty()) {
                StepGraph graph = new StepGraph(flow);
                graph.refuseUnreachable(found.get(drafts.get(i)));
                graph.refuseEndless(ending, found.get(drafts.get(i)));
            }
        }
    }

    private void refuse(List<FlowDraft> wanted) {
        ConfigProblems problems = new ConfigProblems();
        for (FlowDraft draft : wanted) {
            problems.addAll(draft.problems());
            problems.addAll(draft.source().located(found.get(draft)));
        }
        // What stays can have something wrong only because of what is wanted.
        found.forEach((draft, checks) -> {
            if (!wanted.contains(draft)) {
                problems.addAll(draft.source().located(checks));
            }
        });
        problems.refuse();
    }
}
