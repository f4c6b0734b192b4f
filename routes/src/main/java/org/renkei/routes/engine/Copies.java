package org.renkei.routes.engine;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.StepGraph;

/**
 * What the copies of a job know of each other when they part (B4). Those that can come to the same join, the nearest, wait for each other there;
 * one that cannot goes its own way. Thread-safe.
 */
final class Copies {
    private final StepGraph graph;
    private final Map<String, List<String>> nearestJoins = new ConcurrentHashMap<>();

    Copies(Flow flow) {
        this.graph = new StepGraph(flow);
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
        String join = commonJoin(targets);
        long members = targets.stream().filter(target -> leads(target, join)).count();
        List<Ticket> copies = new ArrayList<>(targets.size());
        int member = 0;
        for (String target : targets) {
            int number = copies.size() + 1;
            if (members > 1 && leads(target, join)) {
                member++;
                copies.add(ticket.copy(number, List.of(), parted(ticket, join, (int) members, member)));
            } else if (members <= 1 && isHeir(ticket, target, targets)) {
                copies.add(ticket.copy(number, ticket.trail(), ticket.partings()));
            } else {
                copies.add(ticket.copy(number, List.of(), List.of()));
            }
        }
        return copies;
    }

    private static List<Ticket.Parting> parted(Ticket ticket, String join, int members, int member) {
        List<Ticket.Parting> partings = new ArrayList<>(ticket.partings());
        partings.add(new Ticket.Parting(join, members, member, ticket.branch(), ticket.seq(), ticket.trail()));
        return partings;
    }

    /** The nearest one to which several of them lead; null if there is none. */
    private String commonJoin(List<String> targets) {
        for (String target : targets) {
            for (String join : joins(target)) {
                if (targets.stream().filter(other -> leads(other, join)).count() > 1) {
                    return join;
                }
            }
        }
        return null;
    }

    /** The only copy that leads to where the job itself is awaited. */
    private boolean isHeir(Ticket ticket, String target, List<String> targets) {
        if (ticket.parting() == null) {
            return false;
        }
        String awaitedAt = ticket.parting().join();
        return leads(target, awaitedAt)
                && targets.stream().filter(other -> leads(other, awaitedAt)).count() == 1;
    }

    private boolean leads(String target, String join) {
        return join != null && joins(target).contains(join);
    }

    private List<String> joins(String target) {
        return nearestJoins.computeIfAbsent(target, graph::nearestJoins);
    }
}
