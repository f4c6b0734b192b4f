package org.renkei.routes.engine;

import java.util.List;
import java.util.Optional;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.dead.DeadLetter;
import org.renkei.routes.dead.RetryFrom;
import org.renkei.routes.dead.WayBack;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;
import org.renkei.tracking.journey.Journeys;
import org.renkei.tracking.journey.Place;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/**
 * Takes jobs up again that gave up (C4): the same job, on the same journey, which an event says who took up, in the version of its flow
 * that new jobs begin with, which may be the one that was mended. What is not a job's goes back to the channel that it was received from.
 * Thread-safe.
 */
final class Resumption implements WayBack {
    private final LiveFlows flows;
    private final Journeys journeys;
    private final Surroundings surroundings;

    Resumption(LiveFlows flows, Journeys journeys, Surroundings surroundings) {
        this.flows = flows;
        this.journeys = journeys;
        this.surroundings = surroundings;
    }

    @Override
    public Departure resume(DeadLetter letter, RetryFrom from, String who) {
        if (letter.job() == null) {
            return toOrigin(letter);
        }
        Pass pass = pass(letter);
        Ticket ticket = pass.ticket();
        Flow flow = flows.find(ticket.flow())
                .orElseThrow(() -> new RenkeiException(
                        ErrorCode.FLOW_UNKNOWN, "there is no flow '" + ticket.flow() + "' any more"));
        // It never got past the start, where its body is checked.
        boolean neverBegan = ticket.step() == null;
        Step step = neverBegan ? null : from == RetryFrom.START ? flow.first() : step(flow, ticket.step());
        String channel = neverBegan ? flow.start() : step.channel();
        requireOpen(channel);
        Ticket there = ticket.in(flow.version()).from(neverBegan ? null : step.name());
        Ticket next = from == RetryFrom.START ? there.afresh() : there;
        ChannelMessage message = pass.onward(next);
        StepEvent event =
                event(pass, StepOutcome.AGAIN, "retried by " + who, List.of(surroundings.place(next, channel)));
        return new Departure(
                channel, neverBegan ? message : new Timeouts(flow, surroundings).limited(message, next, step), event);
    }

    private static Step step(Flow flow, String name) {
        return flow.step(name)
                .orElseThrow(() -> new RenkeiException(
                        ErrorCode.STEP_UNKNOWN,
                        "flow " + flow.name() + " has no step '" + name + "' any more: retry it from the start"));
    }

    private Departure toOrigin(DeadLetter letter) {
        String origin = letter.origin();
        if (origin == null || !surroundings.channels().exists(origin)) {
            throw new RenkeiException(
                    ErrorCode.NO_WAY_BACK,
                    origin == null
                            ? "the letter does not say where it came from"
                            : "there is no channel " + origin + " any more");
        }
        requireOpen(origin);
        ChannelMessage message = letter.message();
        return new Departure(origin, message.withProperties(TicketProperties.without(message.properties())), null);
    }

    private void requireOpen(String channel) {
        surroundings.channels().channel(channel).refusal().ifPresent(refused -> {
            throw refused;
        });
    }

    @Override
    public Departure discard(DeadLetter letter, String who) {
        StepEvent event =
                isJob(letter) ? event(pass(letter), StepOutcome.CANCELLED, "discarded by " + who, List.of()) : null;
        return new Departure(null, null, event);
    }

    /** Also false if it says so, but was edited into something that tracking would not know. */
    private static boolean isJob(DeadLetter letter) {
        try {
            return letter.job() != null && Ticket.of(letter.message()).job() != null;
        } catch (RenkeiException notAJob) {
            return false;
        }
    }

    /** As it gave up, but with the number that tracking gives to what an operator does. */
    private Pass pass(DeadLetter letter) {
        Ticket ticket = Ticket.of(letter.message());
        return new Pass(ticket.takenUp(), letter.message(), letter.channel(), null, surroundings.now());
    }

    private StepEvent event(Pass pass, StepOutcome outcome, String error, List<Place> next) {
        return surroundings.event(pass, outcome, error, next);
    }

    @Override
    public Optional<String> goneOn(DeadLetter letter) {
        if (!isJob(letter)) {
            return Optional.empty();
        }
        Ticket ticket = Ticket.of(letter.message());
        return journeys.steps(ticket.job()).stream()
                .filter(event -> event.branch().equals(ticket.branch()))
                .filter(event -> event.seq() > ticket.seq() || event.seq() == ticket.seq() && !gaveUp(event))
                .findFirst()
                .map(event -> event.outcome() + (event.error() == null ? "" : ", " + event.error()) + " at "
                        + event.endedAt());
    }

    private static boolean gaveUp(StepEvent event) {
        return event.outcome() == StepOutcome.FAILED || event.outcome() == StepOutcome.EXPIRED;
    }
}
