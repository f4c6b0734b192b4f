package org.renkei.routes.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.component.Outbox;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Route;
import org.renkei.routes.flow.Step;
import org.renkei.routes.flow.StepGraph;
import org.renkei.tracking.journey.Place;

/** The ways out of one step: which of them a job takes, and the messages that carry it there (B4). Thread-safe. */
final class Onward {
    private final Flow flow;
    private final Conditions.StepRoutes routes;
    private final LiveFlows flows;
    private final Surroundings surroundings;
    private final Copies copies;
    private final JoinNote joinNote;
    private final JobEnd end;
    private final Timeouts timeouts;
    private final Step fallback;
    private final List<Channel> stepTargets;
    private final List<String> otherFlows;
    private final Map<String, Runnable> arrows;

    /** @param flows for routes that start another one */
    Onward(Flow flow, Step step, Conditions.StepRoutes routes, LiveFlows flows, Surroundings surroundings) {
        this.flow = flow;
        this.routes = routes;
        this.flows = flows;
        this.surroundings = surroundings;
        this.copies = new Copies(flow);
        this.joinNote = new JoinNote(flow, surroundings);
        this.end = new JobEnd(flow, surroundings);
        this.timeouts = new Timeouts(flow, surroundings);
        this.fallback =
                step.fallback() == null ? null : flow.step(step.fallback()).orElseThrow();
        StepGraph graph = new StepGraph(flow);
        this.stepTargets = channelsOf(step, route -> isStep(route) && !graph.leads(route.target(), step.name()));
        this.otherFlows =
                step.next().stream().filter(Route::isFlow).map(Route::flow).toList();
        this.arrows = arrowsOf(step);
    }

    private Map<String, Runnable> arrowsOf(Step step) {
        Stream<String> targets = step.next().stream().map(Route::target);
        return Stream.concat(targets, Stream.ofNullable(step.fallback()))
                .distinct()
                .collect(Collectors.toMap(to -> to, to -> surroundings.figures().arrow(flow.name(), step.name(), to)));
    }

    private List<Channel> channelsOf(Step step, Predicate<Route> wanted) {
        return step.next().stream()
                .filter(wanted)
                .map(route -> flow.step(route.target()).orElseThrow())
                .map(target -> surroundings.channels().channel(target.channel()))
                .toList();
    }

    /**
     * False while a channel that a job could take from here refuses messages, and so does the fallback's. Ways back are not asked: if a
     * loop waited for its own channels to empty, it would wait for ever.
     */
    boolean isOpen() {
        return areOtherFlowsOpen()
                && (areOpen(stepTargets)
                        || fallback != null && refusal(fallback).isEmpty());
    }

    /** One that was deleted meanwhile keeps nothing waiting: sending to it fails. */
    private boolean areOtherFlowsOpen() {
        for (String other : otherFlows) {
            boolean shut = flows.find(other)
                    .flatMap(found ->
                            surroundings.channels().channel(found.start()).refusal())
                    .isPresent();
            if (shut) {
                return false;
            }
        }
        return true;
    }

    private static boolean areOpen(List<Channel> targets) {
        for (Channel target : targets) {
            if (target.refusal().isPresent()) {
                return false;
            }
        }
        return true;
    }

    private Optional<RenkeiException> refusal(Step step) {
        return surroundings.channels().channel(step.channel()).refusal();
    }

    /**
     * Sends a job on: to the next step, a copy to each of several, or to its end.
     *
     * @param done the pass, with the message that the application made
     * @return where it went
     */
    Sent send(Pass done, Outbox outbox) {
        List<Route> holding = routes.holding(done.message());
        List<Place> places = new ArrayList<>(holding.size());
        List<Ticket> tickets = copies.of(
                done.ticket(),
                holding.stream().filter(Onward::isStep).map(Route::target).toList());
        boolean awaited = joinNote.isDue(done.ticket(), tickets);
        boolean answered = false;
        String detour = null;
        for (Route route : holding) {
            String wayOut = route.target();
            if (route.isFlow()) {
                startOther(route, done, outbox);
            } else if (isStep(route)) {
                Step target = flow.step(route.target()).orElseThrow();
                Optional<RenkeiException> refusal = fallback == null ? Optional.empty() : refusal(target);
                if (refusal.isPresent()) {
                    detour = "to " + fallback.name() + " in place of " + target.name() + ": "
                            + refusal.get().getMessage();
                    target = fallback;
                    wayOut = fallback.name();
                }
                Ticket ticket = tickets.get(places.size()).to(target.name(), !answered);
                outbox.send(target.channel(), timeouts.limited(done.onward(ticket), ticket, target));
                places.add(surroundings.place(ticket, target.channel()));
                answered = true;
            } else if (!answered && !awaited) {
                end.completed(done, outbox);
                answered = true;
            }
            outbox.afterCommit(arrows.get(wayOut));
        }
        if (awaited) {
            Ticket ticket = done.ticket();
            Pass silent = answered ? done.with(ticket.withAnswerTo(null, null)) : done;
            places.add(joinNote.send(silent, Absence.ENDED, outbox));
        } else if (!answered) {
            end.completed(done, outbox);
        }
        return new Sent(places, detour);
    }

    /**
     * @param places where it went; empty if this branch of the job ends here
     * @param detour why it went to the fallback; null if it did not
     */
    record Sent(List<Place> places, String detour) {}

    private static boolean isStep(Route route) {
        return !route.isEnd() && !route.isFlow();
    }

    private void startOther(Route route, Pass done, Outbox outbox) {
        Map<String, Object> properties = TicketProperties.without(done.message().properties());
        properties.put(TicketProperties.PARENT, done.ticket().job());
        properties.put(TicketProperties.PASSES, done.ticket().passes() + 1);
        ChannelMessage first = done.onward(done.ticket()).withProperties(properties);
        outbox.send(flows.flow(route.flow()).start(), first);
    }
}
