package org.renkei.routes.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.error.Category;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.component.ChannelExchange;
import org.renkei.routes.component.DeliveryPolicy;
import org.renkei.routes.component.Outbox;
import org.renkei.routes.flow.Accept;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;
import org.renkei.tracking.journey.StepOutcome;

/**
 * Opens a job's pass through one step before the application is called, and closes it afterwards: where the job goes
 * next, in which messages, with which tracking event. Called by all workers of the step's channel.
 */
final class StepHandler implements DeliveryPolicy {
    private final Flow flow;
    private final Step step;
    private final Onward onward;
    private final Surroundings surroundings;
    private final RetriedErrors retried;
    private final Timeouts timeouts;
    private final JobEnd end;

    StepHandler(Flow flow, Step step, Onward onward, Surroundings surroundings) {
        this.flow = flow;
        this.step = step;
        this.onward = onward;
        this.surroundings = surroundings;
        this.retried = new RetriedErrors(step, Thread.currentThread().getContextClassLoader());
        this.timeouts = new Timeouts(flow, surroundings);
        this.end = new JobEnd(flow, surroundings);
    }

    /** Messages wait here while a channel they could go to refuses, so that no work is done which cannot be handed on. */
    @Override
    public boolean isReady() {
        return onward.isOpen();
    }

    /** @throws RenkeiException if the message is not a job, or not one for this step */
    void open(Exchange exchange) {
        Pass pass = pass(ChannelExchange.received(exchange));
        pass.attachTo(exchange);
        Ticket ticket = pass.ticket();
        if (!flow.name().equals(ticket.flow()) || !step.name().equals(ticket.step())) {
            throw new RenkeiException(
                    ErrorCode.STEP_UNKNOWN,
                    "the job is in step " + ticket.step() + " of flow " + ticket.flow() + ", but " + step.channel()
                            + " now belongs to step " + step.name() + " of flow " + flow.name());
        }
        timeouts.check(pass);
        if (ticket.passes() > flow.passes()) {
            throw new RenkeiException(
                    ErrorCode.PASS_LIMIT,
                    "the job has passed " + flow.passes() + " steps without an end: look for a loop, or raise passes");
        }
    }

    private Pass pass(ChannelMessage message) {
        return new Pass(
                Ticket.of(message), message, step.channel(), step.application().toString(), surroundings.now());
    }

    void close(Exchange exchange) {
        Pass pass = Pass.of(exchange);
        if (timeouts.isOver(pass, step)) {
            throw Timeouts.over();
        }
        Outbox outbox = Outbox.of(exchange);
        if (exchange.getMessage().getBody() instanceof Outcome outcome) {
            outcome.fold(
                    body -> done(
                            body == null ? pass.message() : pass.message().withBody(JobJson.bodyOf(body)),
                            pass,
                            outbox),
                    (delay, reason) -> again(pass, pass.ticket().attempt(), delay, reason, undone(outbox)),
                    reason -> again(pass, pass.ticket().attempt(), Duration.ZERO, reason, undone(outbox)),
                    reason -> fail(pass, ErrorCode.APPLICATION_FAILED + " " + reason, undone(outbox)));
        } else {
            done(resultOf(exchange), pass, outbox);
        }
    }

    /** The effect of a step on a database is there if and only if the job has moved on. */
    private static Outbox undone(Outbox outbox) {
        outbox.undo();
        return outbox;
    }

    /** What a route or a plain bean made of the message; in a JSON flow, objects become JSON. */
    private ChannelMessage resultOf(Exchange exchange) {
        boolean json = flow.accept().format() == Accept.Format.JSON;
        Object body = exchange.getMessage().getBody();
        return json && body != null
                ? ChannelExchange.toMessage(exchange, JobJson.bodyOf(body))
                : ChannelExchange.toMessage(exchange);
    }

    private Void done(ChannelMessage result, Pass pass, Outbox outbox) {
        Onward.Sent sent = onward.send(pass.with(result), outbox);
        outbox.track(pass.event(
                StepOutcome.DONE, sent.detour(), Map.of(), sent.places(), surroundings.now(), surroundings.node()));
        return null;
    }

    private Void again(Pass pass, int attempt, Duration delay, String reason, Outbox outbox) {
        Ticket next = pass.ticket().again(attempt);
        ChannelMessage later = pass.onward(next)
                .withNotBefore(delay.isZero() ? null : surroundings.now().plus(delay));
        outbox.send(step.channel(), timeouts.goesOn(later, pass, step));
        outbox.track(pass.event(
                StepOutcome.AGAIN,
                reason,
                Map.of(),
                List.of(surroundings.place(next, step.channel())),
                surroundings.now(),
                surroundings.node()));
        return null;
    }

    private Void fail(Pass pass, String reason, Outbox outbox) {
        end.failed(pass, reason, outbox);
        return null;
    }

    /** An exception means again, by the step's retry; one of category REJECT, or the last of them, a dead letter (C1, C2). */
    @Override
    public void failed(ChannelMessage message, Exchange exchange, Throwable error, Outbox outbox) {
        Pass pass = Pass.of(exchange);
        if (pass == null) {
            notAJob(message, error, outbox);
        } else if (isExpired(error) || timeouts.isOver(pass, step)) {
            timeouts.expire(pass, outbox);
        } else if (error instanceof RenkeiException known && known.category() == Category.REJECT) {
            fail(pass, known.getMessage(), outbox);
        } else if (!retried.include(error)) {
            fail(pass, ErrorCode.NOT_RETRIED + " failed by what is not tried again: " + Causes.describe(error), outbox);
        } else if (step.retry().allowsAfter(pass.ticket().attempt())) {
            int attempt = pass.ticket().attempt();
            again(pass, attempt + 1, delay(attempt, error), Causes.describe(error), outbox);
        } else {
            fail(
                    pass,
                    ErrorCode.RETRIES_EXHAUSTED + " failed " + pass.ticket().attempt() + " times, at last by "
                            + Causes.describe(error),
                    outbox);
        }
    }

    private static boolean isExpired(Throwable error) {
        return error instanceof RenkeiException known && known.code() == ErrorCode.EXPIRED;
    }

    private Duration delay(int attempt, Throwable error) {
        Duration ours = step.retry().delayAfter(attempt, Math.random());
        Duration theirs = error instanceof RetryNotBefore known ? known.leastDelay() : Duration.ZERO;
        return ours.compareTo(theirs) >= 0 ? ours : theirs;
    }

    @Override
    public int crashLimit() {
        return step.retry().crashes();
    }

    @Override
    public void gaveUp(ChannelMessage message, String reason, Outbox outbox) {
        try {
            fail(pass(message), reason, outbox);
        } catch (RenkeiException e) {
            notAJob(message, e, outbox);
        }
    }

    private void notAJob(ChannelMessage message, Throwable error, Outbox outbox) {
        surroundings.notAJob(message, error.getMessage(), step.channel(), outbox);
    }
}
