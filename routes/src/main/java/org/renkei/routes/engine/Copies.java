package org.renkei.routes.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.StepGraph;

/**
 * What the copies of a job know of each other when they part (B4). Those that can come to the same join, the nearest, wait for each other
 * there; what is joined may be awaited at a further join, with others that come there past the first. One that leads to no join goes its
 * own way. Thread-safe.
 */
final class Copies {
    private final StepGraph graph;
    private final boolean joins;
    private final Map<String, List<String>> joinsByStep = new ConcurrentHashMap<>();

    Copies(Flow flow) {
        this.graph = new StepGraph(flow);
        this.joins = flow.steps().stream().anyMatch(step -> step.join() != null);
    }

    /**
     * The tickets of a job's copies, before they go to their steps.
     *
     * @param targets the steps that they go to, one for each copy
     * @return in the same order; of a job that goes one way only, its own
     */
    List<Ticket> of(Ticket ticket, List<String> targets) {
        if (targets.size() < 2) {
            return Collections.nCopies(targets.size(), ticket);
        }
        List<Unit> units = new ArrayList<>();
        for (int i = 0; i < targets.size(); i++) {
            units.add(new Unit(i, null, List.of(), joinsAt(targets.get(i))));
        }
        Set<String> used = new HashSet<>();
        while (joinNearest(units, used)) {
            // Those that were joined may meet others further on.
        }
        Ticket[] tickets = new Ticket[targets.size()];
        if (units.size() == 1) {
            new Parted(ticket, tickets).share(units.get(0), ticket.branch(), ticket.partings(), ticket.trail());
        } else {
            part(ticket, targets, units, tickets);
        }
        return List.of(tickets);
    }

    /** @return false if no two of them have a join in common */
    private boolean joinNearest(List<Unit> units, Set<String> used) {
        List<String> shared = units.stream()
                .flatMap(unit -> unit.joins().stream())
                .distinct()
                .filter(join -> !used.contains(join) && members(units, join).size() > 1)
                .toList();
        // One that lies before another is first, in whatever order the copies were named.
        Optional<String> nearest = shared.stream()
                .filter(join -> shared.stream().noneMatch(other -> isBefore(other, join)))
                .findFirst()
                .or(() -> shared.stream().findFirst());
        nearest.ifPresent(join -> {
            used.add(join);
            List<Unit> members = members(units, join);
            units.set(units.indexOf(members.get(0)), new Unit(-1, join, members, joinsBehind(join)));
            units.removeAll(members);
        });
        return nearest.isPresent();
    }

    private static List<Unit> members(List<Unit> units, String join) {
        return units.stream().filter(unit -> unit.joins().contains(join)).toList();
    }

    private boolean isBefore(String one, String other) {
        return !one.equals(other) && graph.leads(one, other) && !graph.leads(other, one);
    }

    /** Several ways that do not come together: only one of them, if any, is what the job itself was awaited as. */
    private void part(Ticket ticket, List<String> targets, List<Unit> units, Ticket[] tickets) {
        Unit heir = heir(ticket, targets, units);
        Parted parted = new Parted(ticket, tickets);
        for (int i = 0; i < units.size(); i++) {
            boolean inherits = units.get(i) == heir;
            parted.share(
                    units.get(i),
                    ticket.branch() + "." + prefix(ticket) + (i + 1),
                    inherits ? ticket.partings() : List.of(),
                    inherits ? ticket.trail() : List.of());
        }
    }

    private Unit heir(Ticket ticket, List<String> targets, List<Unit> units) {
        if (ticket.parting() == null) {
            return null;
        }
        String awaitedAt = ticket.parting().join();
        return units.stream()
                .filter(unit -> unit.leaves().anyMatch(leaf -> graph.leads(targets.get(leaf), awaitedAt)))
                .findFirst()
                .orElse(null);
    }

    /** Where copies come together, a branch is the job's again: so numbers alone would come again. */
    private String prefix(Ticket ticket) {
        return joins ? ticket.seq() + "-" : "";
    }

    private List<String> joinsAt(String step) {
        return joins ? joinsByStep.computeIfAbsent(step, graph::joinsFrom) : List.of();
    }

    private List<String> joinsBehind(String join) {
        return joinsByStep.computeIfAbsent("behind " + join, key -> graph.joinsBehind(join));
    }

    /**
     * A copy, or several that are joined.
     *
     * @param target number of the copy from 0; -1 of several
     * @param join where they are joined; null of one copy
     * @param joins where it can come to next
     */
    private record Unit(int target, String join, List<Unit> members, List<String> joins) {
        IntStream leaves() {
            return join == null ? IntStream.of(target) : members.stream().flatMapToInt(Unit::leaves);
        }
    }

    /** Hands out the tickets of one parting. */
    private final class Parted {
        private final Ticket ticket;
        private final Ticket[] tickets;

        Parted(Ticket ticket, Ticket[] tickets) {
            this.ticket = ticket;
            this.tickets = tickets;
        }

        /**
         * @param branch of the copy, or of what is joined
         * @param partings behind it
         * @param trail that it takes over
         */
        void share(Unit unit, String branch, List<Parting> partings, List<String> trail) {
            if (unit.join() == null) {
                tickets[unit.target()] = ticket.copy(branch, trail, partings);
                return;
            }
            int count = unit.members().size();
            for (int number = 1; number <= count; number++) {
                List<Parting> inner = new ArrayList<>(partings);
                inner.add(new Parting(unit.join(), count, number, branch, ticket.seq(), trail));
                String own = branch + "." + prefix(ticket) + number;
                share(unit.members().get(number - 1), own, inner, List.of());
            }
        }
    }
}
