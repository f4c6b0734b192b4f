package org.renkei.routes.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.DatabaseException;
import org.renkei.routes.component.ChannelExchange;
import org.renkei.routes.component.Outbox;
import org.renkei.routes.flow.Flow;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.Journeys;
import org.renkei.tracking.journey.Place;
import org.renkei.tracking.journey.StepOutcome;

/**
 * Makes a job of a message in the flow's start channel: gives it an id, pins the flow's version, and sends it to the
 * first step. What the flow does not take becomes a job too, one that failed at once, so that nothing goes without a trace.
 */
final class JobStart implements Receiver {
    static final String DUPLICATE_ID = "_AMQ_DUPL_ID";

    private final Flow flow;
    private final Admission admission;
    private final Conditions.Items items;
    private final Journeys journeys;
    private final Surroundings surroundings;
    private final Timeouts timeouts;
    private final JobEnd end;
    private final Channel firstChannel;

    JobStart(Flow flow, Admission admission, Conditions.Items items, Journeys journeys, Surroundings surroundings) {
        this.flow = flow;
        this.admission = admission;
        this.items = items;
        this.journeys = journeys;
        this.surroundings = surroundings;
        this.timeouts = new Timeouts(flow, surroundings);
        this.end = new JobEnd(flow, surroundings);
        this.firstChannel = surroundings.channels().channel(flow.first().channel());
    }

    /** Messages wait here while the first step's channel is full, blocked or stopped. */
    @Override
    public boolean isReady() {
        return firstChannel.refusal().isEmpty();
    }

    @Override
    public void process(Exchange exchange) {
        ChannelMessage message = ChannelExchange.received(exchange);
        Pass pass = pass(message);
        if (isDuplicate(pass)) {
            trackDuplicate(pass, Outbox.of(exchange));
            return;
        }
        admission.check(message.body());
        if (message.replyTo() != null && !surroundings.channels().isReplyAllowed(message.replyTo())) {
            throw new RenkeiException(
                    ErrorCode.REPLY_FORBIDDEN,
                    "the reply cannot go to " + message.replyTo() + ": name a temporary queue or a declared channel");
        }
        begin(pass, Outbox.of(exchange));
    }

    private void begin(Pass pass, Outbox outbox) {
        Instant sentAt = pass.message().sentAt() == null
                ? surroundings.now()
                : pass.message().sentAt();
        Ticket next = pass.ticket().to(flow.first().name(), true).withDeadline(timeouts.deadline(sentAt));
        outbox.send(flow.first().channel(), timeouts.limited(pass.onward(next), next, flow.first()));
        track(
                pass,
                StepOutcome.DONE,
                items.of(pass.message()),
                List.of(surroundings.place(next, flow.first().channel())),
                outbox);
    }

    /** The same message always makes the same job, so that its failure is that of the job it would have been. */
    private Pass pass(ChannelMessage message) {
        if (message.properties().containsKey(TicketProperties.JOB)) {
            // It gave up here, and an operator has sent it again.
            return new Pass(Ticket.of(message), message, flow.start(), null, surroundings.now());
        }
        String duplicateId = message.text(DUPLICATE_ID);
        String given = message.text(TicketProperties.SUBMITTED_AS);
        String job = given != null
                ? given
                : duplicateId != null ? JobIds.forDuplicateId(flow.name(), duplicateId) : JobIds.forMessage(message);
        AnswerTo answerTo = answerTo(message);
        String ownId = answerTo.keptFor() == null ? message.id() : job;
        String replyId = message.correlationId() == null ? ownId : message.correlationId();
        int passes = message.text(TicketProperties.PARENT) == null ? 0 : message.number(TicketProperties.PASSES, 0);
        Ticket ticket = Ticket.first(job, flow.name(), flow.version())
                .withParent(message.text(TicketProperties.PARENT), passes)
                .withAnswerTo(answerTo.text(), replyId);
        return new Pass(ticket, message, flow.start(), null, surroundings.now());
    }

    private AnswerTo answerTo(ChannelMessage message) {
        Object awaitedAt = message.properties().get(TicketProperties.AWAITED);
        String keptFor = message.text(TicketProperties.KEPT_FOR);
        if (keptFor != null) {
            return AnswerTo.kept(keptFor, awaitedAt != null);
        }
        if (awaitedAt != null) {
            return AnswerTo.waiting(awaitedAt instanceof String address ? address : LocalResults.HERE);
        }
        String replyTo = message.replyTo();
        boolean allowed = replyTo != null && surroundings.channels().isReplyAllowed(replyTo);
        return allowed ? AnswerTo.of(replyTo) : AnswerTo.NOWHERE;
    }

    /** The broker remembers the last 20,000 duplicate ids of a channel, tracking all that it keeps (B7). */
    private boolean isDuplicate(Pass pass) {
        if (pass.message().text(DUPLICATE_ID) == null
                || !surroundings.trackingIsWell().getAsBoolean()) {
            return false;
        }
        try {
            return journeys.find(pass.ticket().job())
                    .filter(known -> !isItsOwnStart(known, pass))
                    .isPresent();
        } catch (DatabaseException e) {
            return false;
        }
    }

    /** Handled before a crash: what it sent into a database was stored, and went on; its event was not. */
    private static boolean isItsOwnStart(Journey known, Pass pass) {
        return known.partial() && pass.message().redelivered();
    }

    private void trackDuplicate(Pass pass, Outbox outbox) {
        Ticket first = pass.ticket();
        Ticket copy = Ticket.first(first.job(), first.flow(), first.version())
                .withBranch("dup:" + pass.message().id());
        Pass again = new Pass(copy, pass.message(), pass.channel(), null, pass.startedAt());
        Instant now = surroundings.now();
        outbox.track(again.event(
                StepOutcome.DUPLICATE,
                "sent once more with the same duplicate id",
                Map.of(),
                List.of(),
                now,
                surroundings.node()));
    }

    private void track(Pass pass, StepOutcome outcome, Map<String, String> items, List<Place> next, Outbox outbox) {
        outbox.track(pass.event(outcome, null, items, next, surroundings.now(), surroundings.node()));
    }

    /** A message that cannot be a job is set aside at its first delivery; there is nothing to retry here (B10). */
    @Override
    public void failed(ChannelMessage message, Exchange exchange, Throwable error, Outbox outbox) {
        String reason =
                error instanceof RenkeiException ? error.getMessage() : ErrorCode.APPLICATION_FAILED + " " + error;
        end.failed(pass(message), reason, outbox);
    }

    /** A message whose validity ended here is a job too, one that never began. */
    void expired(ChannelMessage message, String reason, Outbox outbox) {
        end.expired(pass(message), reason, outbox);
    }

    @Override
    public void gaveUp(ChannelMessage message, String reason, Outbox outbox) {
        end.failed(pass(message), reason, outbox);
    }
}
