package org.renkei.routes.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.error.Causes;
import org.renkei.routes.component.Outbox;
import org.renkei.routes.dead.DeadLetter;
import org.renkei.routes.flow.Flow;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.StepOutcome;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The end of a job, or of one copy of it: the answer to the producer (B6), and the dead letter of one that gave up. */
final class JobEnd {
    private static final Logger log = LoggerFactory.getLogger(JobEnd.class);
    static final String STATE = TicketProperties.PREFIX + "state";

    private final Flow flow;
    private final Surroundings surroundings;

    JobEnd(Flow flow, Surroundings surroundings) {
        this.flow = flow;
        this.surroundings = surroundings;
    }

    /** Answers with the body that the job has at its end. The event is the caller's. */
    void completed(Pass done, Outbox outbox) {
        answer(done, done.message().body(), JourneyState.COMPLETED, null, outbox);
    }

    /** Answers that it failed, and that what was done before was undone. The event is the caller's. */
    void compensated(Pass undone, String cause, Outbox outbox) {
        answer(undone, Body.of(cause), JourneyState.COMPENSATED, cause, outbox);
    }

    /** Answers that it failed, and no more. */
    void tellFailure(Pass pass, String error, Outbox outbox) {
        answer(pass, Body.of(error), JourneyState.FAILED, error, outbox);
    }

    /** Puts the message among the dead letters with the reason, tracks it, and answers with the failure. */
    void failed(Pass pass, String error, Outbox outbox) {
        dead(pass, StepOutcome.FAILED, JourneyState.FAILED, error, outbox);
    }

    /** The same for a message whose validity had ended. */
    void expired(Pass pass, String error, Outbox outbox) {
        dead(pass, StepOutcome.EXPIRED, JourneyState.EXPIRED, error, outbox);
    }

    private void dead(Pass pass, StepOutcome outcome, JourneyState state, String why, Outbox outbox) {
        String error = Causes.cut(why);
        log.atInfo()
                .addKeyValue("job", pass.ticket().job())
                .addKeyValue("flow", pass.ticket().flow())
                .addKeyValue("step", pass.ticket().step())
                .addKeyValue("attempt", pass.ticket().attempt())
                .addKeyValue("error", error)
                .log("dead-lettered");
        DeadLetter letter = DeadLetter.of(
                flow.deadLetter(),
                pass.onward(pass.ticket()),
                pass.ticket().letterId(),
                error,
                pass.channel(),
                surroundings.now());
        outbox.deadLetter(letter, surroundings.deadLetterBox());
        surroundings.track(pass, outcome, error, List.of(), outbox);
        answer(pass, Body.of(error), state, error, outbox);
    }

    private void answer(Pass pass, Body body, JourneyState state, String error, Outbox outbox) {
        Ticket ticket = pass.ticket();
        AnswerTo to = AnswerTo.of(ticket.replyTo());
        if (to.here()) {
            String text = error == null ? JobJson.shown(body) : null;
            JobResult result = new JobResult(ticket.job(), state.name(), text, error);
            outbox.afterCommit(() -> surroundings.localResults().arrived(result));
        }
        if (to.queue() != null) {
            outbox.reply(to.queue(), result(ticket, to, body, state, error), Channels.RESULTS);
        }
        if (to.isKept()) {
            outbox.afterCommit(() -> surroundings.keptResults().came(ticket.job(), ticket.replyId()));
        }
    }

    private ChannelMessage result(Ticket ticket, AnswerTo to, Body body, JourneyState state, String error) {
        Map<String, Object> properties = new HashMap<>(Map.of(TicketProperties.JOB, ticket.job(), STATE, state.name()));
        if (error != null) {
            properties.put(DeadLetter.ERROR, error);
        }
        if (to.keptFor() != null) {
            properties.put(TicketProperties.KEPT_FOR, to.keptFor());
        }
        return ChannelMessage.of(body)
                .withProperties(properties)
                .withCorrelationId(ticket.replyId())
                .withExpiresAt(surroundings.now().plus(flow.replyValidity()));
    }
}
