package org.renkei.routes.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.component.Outbox;
import org.renkei.routes.dead.DeadLetter;
import org.renkei.routes.dead.DeadLetterBox;
import org.renkei.routes.trace.StepSpan;
import org.renkei.routes.trace.Traces;
import org.renkei.tracking.join.Joins;
import org.renkei.tracking.journey.Place;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/**
 * What every part of a running flow needs.
 *
 * @param node the name of this process in tracking
 * @param localResults results that somebody in this process waits for
 * @param keptResults results that wait for whoever fetches them
 * @param joins copies of jobs that wait for the others
 * @param trackingIsWell false while its database is known to be away: then it is not asked, since each question would wait
 * @param figures what is counted of the flows
 * @param traces makes the spans of steps
 */
record Surroundings(
        Channels channels,
        Clock clock,
        String node,
        LocalResults localResults,
        KeptResults keptResults,
        DeadLetterBox deadLetterBox,
        Joins joins,
        BooleanSupplier trackingIsWell,
        FlowFigures figures,
        Traces traces) {

    Instant now() {
        return clock.instant();
    }

    Place place(Ticket ticket, String channel) {
        boolean inMemory = channels.channel(channel).config().kind() == ChannelKind.VOLATILE;
        return new Place(ticket.branch(), ticket.step(), channel, inMemory);
    }

    /**
     * What tracking is told of a pass that ends now, without items.
     *
     * @param told why; null if nothing went wrong
     * @param next where the job went; empty if this branch of it ends here
     */
    StepEvent event(Pass pass, StepOutcome outcome, String told, List<Place> next) {
        return pass.event(outcome, told, Map.of(), next, now(), node);
    }

    /** Tells tracking so, and, when that is committed, whoever traces the pass. */
    void track(Pass pass, StepOutcome outcome, String told, List<Place> next, Outbox outbox) {
        StepEvent event = event(pass, outcome, told, next);
        outbox.track(event);
        if (pass.span() != StepSpan.NONE) {
            outbox.afterCommit(() -> pass.span().ended(event));
        }
    }

    /** Puts a message among the dead letters that came into a step's channel and is not a job's. */
    void notAJob(ChannelMessage message, String error, String channel, Outbox outbox) {
        ChannelMessage stranger = message.withProperties(TicketProperties.without(message.properties()))
                .withReplyTo(null);
        outbox.deadLetter(DeadLetter.of(Channels.DEAD, stranger, error, channel, now()), deadLetterBox);
    }
}
