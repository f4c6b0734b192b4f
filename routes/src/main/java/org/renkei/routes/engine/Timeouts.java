package org.renkei.routes.engine;

import java.time.Instant;
import java.util.List;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.config.DurationText;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.component.Outbox;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;
import org.renkei.routes.flow.Timeout;
import org.renkei.tracking.journey.StepOutcome;

/**
 * The times that the jobs of a flow have (B8). They travel as the validity of the message, so that the broker, or the table, ends them
 * where the job waits; who has a job in hand asks before the call and after it. Thread-safe.
 */
final class Timeouts {
    private final Flow flow;
    private final Surroundings surroundings;
    private final JobEnd end;

    Timeouts(Flow flow, Surroundings surroundings) {
        this.flow = flow;
        this.surroundings = surroundings;
        this.end = new JobEnd(flow, surroundings);
    }

    /** When the flow's timeout is over for a job that was sent then; null for never. */
    Instant deadline(Instant sentAt) {
        return flow.timeout() == null ? null : sentAt.plus(flow.timeout().after());
    }

    /** The message as it is sent to a step: valid until the first of its timeouts is over. */
    ChannelMessage limited(ChannelMessage message, Ticket ticket, Step step) {
        boolean awaited = ticket.parting() != null && ticket.parting().join().equals(step.name());
        Instant end = step.timeout() == null || ticket.undoing() != null || awaited
                ? null
                : surroundings.now().plus(step.timeout().after());
        return message.withExpiresAt(earlier(ticket.deadline(), end));
    }

    /** The same for a message that waits in its step for another try: its time goes on, and ends its wait. */
    ChannelMessage goesOn(ChannelMessage again, Pass pass, Step step) {
        Instant end = has(pass, step) ? pass.message().expiresAt() : null;
        boolean endsBefore =
                end != null && again.notBefore() != null && again.notBefore().isAfter(end);
        return again.withExpiresAt(end).withNotBefore(endsBefore ? end : again.notBefore());
    }

    /** @throws RenkeiException {@code EXPIRED} if the validity of this message is over */
    void check(Pass pass) {
        if (isOver(pass.message())) {
            throw over();
        }
    }

    /** True if a timeout is over; a channel's lifetime is for those who wait, and does not count once the call has begun. */
    boolean isOver(Pass pass, Step step) {
        return has(pass, step) && isOver(pass.message());
    }

    /** True if the flow's timeout is over. */
    boolean isFlowOver(Ticket ticket) {
        return flow.timeout() != null
                && ticket.deadline() != null
                && !surroundings.now().isBefore(ticket.deadline());
    }

    static RenkeiException over() {
        return new RenkeiException(ErrorCode.EXPIRED, "its validity ended");
    }

    private static boolean has(Pass pass, Step step) {
        return step.timeout() != null || pass.ticket().deadline() != null;
    }

    private boolean isOver(ChannelMessage message) {
        return message.expiresAt() != null && !surroundings.now().isBefore(message.expiresAt());
    }

    /** What becomes of a job whose message is no longer valid: it goes where the timeout says, or becomes a dead letter. */
    void expire(Pass pass, Outbox outbox) {
        Ticket ticket = pass.ticket();
        if (ticket.undoing() != null) {
            new Compensation(flow, surroundings).gaveUp(pass, ExpiredRoute.REASON, outbox);
            return;
        }
        if (ticket.absence() != null) {
            end.expired(pass, ExpiredRoute.REASON, outbox);
            return;
        }
        Step step = ticket.step() == null ? null : flow.step(ticket.step()).orElse(null);
        boolean ofFlow = isFlowOver(ticket);
        Timeout timeout = ofFlow ? flow.timeout() : step == null ? null : step.timeout();
        if (timeout == null) {
            end.expired(pass, ExpiredRoute.REASON, outbox);
            return;
        }
        String reason =
                ErrorCode.TIMED_OUT + " the timeout of " + (ofFlow ? "flow " + flow.name() : "step " + step.name())
                        + ", " + DurationText.format(timeout.after()) + ", is over";
        if (timeout.to() == null) {
            end.expired(pass, reason, outbox);
        } else if (ticket.passes() >= flow.passes()) {
            end.failed(
                    pass,
                    ErrorCode.PASS_LIMIT + " " + reason + ", and it has passed " + flow.passes() + " steps",
                    outbox);
        } else {
            Ticket next = ticket.to(timeout.to(), true);
            goOn(pass, ofFlow ? next.withDeadline(null) : next, reason, outbox);
        }
    }

    private void goOn(Pass pass, Ticket next, String reason, Outbox outbox) {
        Step target = flow.step(next.step()).orElseThrow();
        outbox.send(target.channel(), limited(pass.onward(next), next, target));
        surroundings.track(
                pass, StepOutcome.EXPIRED, reason, List.of(surroundings.place(next, target.channel())), outbox);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one == null || other != null && other.isBefore(one) ? other : one;
    }
}
