package org.renkei.routes.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.apache.camel.Exchange;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.error.Category;
import org.renkei.broker.error.Causes;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.DatabaseException;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.component.ChannelExchange;
import org.renkei.routes.component.DeliveryPolicy;
import org.renkei.routes.component.Outbox;
import org.renkei.routes.flow.Accept;
import org.renkei.routes.flow.ApplicationRef;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.RetryPolicy;
import org.renkei.routes.flow.Step;
import org.renkei.routes.trace.StepSpan;
import org.renkei.tracking.journey.StepOutcome;

/**
 * Opens a job's pass through one step before the application is called, and closes it afterwards: where the job goes
 * next, in which messages, with which tracking event. Called by all workers of the step's channel.
 */
final class StepHandler implements DeliveryPolicy {
    /** The next ones wait in the channel until it is back, see {@link #isReady}. */
    private static final Duration DATABASE_PAUSE = Duration.ofSeconds(1);

    private final Flow flow;
    private final Step step;
    private final Onward onward;
    private final Surroundings surroundings;
    private final BooleanSupplier paused;
    private final RetriedErrors retried;
    private final RetriedErrors undoRetried;
    private final Timeouts timeouts;
    private final Compensation compensation;
    private final JobEnd end;
    private final Gathering gathering;
    private final String spanName;
    private final String undoSpanName;

    /** @param paused true while an operator holds the step's messages */
    StepHandler(Flow flow, Step step, Onward onward, BooleanSupplier paused, Surroundings surroundings) {
        this.flow = flow;
        this.step = step;
        this.onward = onward;
        this.paused = paused;
        this.surroundings = surroundings;
        String path = "steps." + step.name();
        ClassLoader applications = Thread.currentThread().getContextClassLoader();
        this.retried = new RetriedErrors(path + ".retry", step.retry(), applications);
        this.undoRetried = step.undo() == null
                ? retried
                : new RetriedErrors(path + ".undo.retry", step.undo().retry(), applications);
        this.timeouts = new Timeouts(flow, surroundings);
        this.compensation = new Compensation(flow, surroundings);
        this.end = new JobEnd(flow, surroundings);
        this.gathering = step.join() == null ? null : new Gathering(flow, step, surroundings);
        this.spanName = flow.name() + "/" + step.name();
        this.undoSpanName = spanName + " undo";
    }

    /**
     * Messages wait here while a channel they could go to refuses, so that no work is done which cannot be handed on; and before a join
     * while the database is away where it keeps copies.
     */
    @Override
    public boolean isReady() {
        return onward.isOpen()
                && (gathering == null || surroundings.trackingIsWell().getAsBoolean());
    }

    @Override
    public boolean isPaused() {
        return paused.getAsBoolean();
    }

    /** @throws RenkeiException if the message is not a job, or not one for this step */
    void open(Exchange exchange) {
        ChannelMessage message = ChannelExchange.received(exchange);
        if (JoinOver.is(message)) {
            if (gathering != null) {
                gathering.over(message, Outbox.of(exchange));
            }
            exchange.setRouteStop(true);
            return;
        }
        Pass pass = pass(message);
        pass.attachTo(exchange);
        if (pass.span() != StepSpan.NONE) {
            pass.span().carryInto(exchange.getIn().getHeaders());
        }
        Ticket ticket = pass.ticket();
        if (!isFor(ticket)) {
            throw new RenkeiException(
                    ErrorCode.STEP_UNKNOWN,
                    "the job is in step " + ticket.step() + " of version " + ticket.version() + " of flow "
                            + ticket.flow()
                            + ", which is nowhere any more: retry it, and it goes on in the present version");
        }
        if (ticket.undoing() != null) {
            requireUndo();
            return;
        }
        if (isAwaited(ticket)) {
            // The join has a time of its own.
            gathering.gather(pass, Outbox.of(exchange));
            exchange.setRouteStop(true);
            return;
        }
        timeouts.check(pass);
        if (ticket.absence() != null) {
            endAbsent(pass, Outbox.of(exchange));
            exchange.setRouteStop(true);
            return;
        }
        if (ticket.passes() > flow.passes()) {
            throw new RenkeiException(
                    ErrorCode.PASS_LIMIT,
                    "the job has passed " + flow.passes() + " steps without an end: look for a loop, or raise passes");
        }
    }

    private boolean isFor(Ticket ticket) {
        return flow.name().equals(ticket.flow())
                && flow.version().equals(ticket.version())
                && step.name().equals(ticket.step());
    }

    private boolean isAwaited(Ticket ticket) {
        return gathering != null && gathering.isFor(ticket);
    }

    /** The join that it was to tell is there no more: nobody waits for it. */
    private void endAbsent(Pass pass, Outbox outbox) {
        if (pass.ticket().absence().gaveUp()) {
            end.failed(pass, pass.ticket().absence().reason(), outbox);
        } else {
            end.completed(pass, outbox);
            surroundings.track(pass, StepOutcome.DONE, null, List.of(), outbox);
        }
    }

    private void requireUndo() {
        if (step.undo() == null) {
            throw new RenkeiException(
                    ErrorCode.STEP_UNKNOWN,
                    "the job came to step " + step.name() + " to undo it, but it has no undo any more");
        }
    }

    /** True while what the step had done for this job is to be undone, in place of the step itself. */
    static boolean isUndoing(Exchange exchange) {
        return Pass.of(exchange).ticket().undoing() != null;
    }

    private Pass pass(ChannelMessage message) {
        Ticket ticket = Ticket.of(message);
        boolean undoing = ticket.undoing() != null && step.undo() != null;
        ApplicationRef application = undoing ? step.undo().application() : step.application();
        Instant now = surroundings.now();
        StepSpan span = waits(ticket) ? StepSpan.NONE : begin(message, undoing, now);
        return new Pass(ticket, traced(message, span), step.channel(), application.toString(), now, span);
    }

    /** It only waits for others of its kind, or tells them something: the step is not run. */
    private boolean waits(Ticket ticket) {
        return isAwaited(ticket) || ticket.absence() != null;
    }

    private StepSpan begin(ChannelMessage message, boolean undoing, Instant now) {
        return surroundings.traces().begin(undoing ? undoSpanName : spanName, message.text(StepSpan.TRACEPARENT), now);
    }

    /** What is called from here comes after the span: it finds it where the span before this one stood. */
    private static ChannelMessage traced(ChannelMessage message, StepSpan span) {
        if (span == StepSpan.NONE) {
            return message;
        }
        Map<String, Object> properties = new HashMap<>(message.properties());
        span.carryInto(properties);
        return message.withProperties(properties);
    }

    void close(Exchange exchange) {
        Pass pass = Pass.of(exchange);
        if (isTooLate(pass)) {
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

    /** What was done has to be undone, however long that takes. */
    private boolean isTooLate(Pass pass) {
        return pass.ticket().undoing() == null && timeouts.isOver(pass, step);
    }

    private Void done(ChannelMessage result, Pass pass, Outbox outbox) {
        if (pass.ticket().undoing() != null) {
            compensation.undone(pass, outbox);
            return null;
        }
        Pass done = pass.with(result);
        Onward.Sent sent =
                onward.send(step.undo() == null ? done : done.with(done.ticket().passed()), outbox);
        surroundings.track(pass, StepOutcome.DONE, sent.detour(), sent.places(), outbox);
        return null;
    }

    private Void again(Pass pass, int attempt, Duration delay, String reason, Outbox outbox) {
        Ticket next = pass.ticket().again(attempt);
        ChannelMessage later = pass.onward(next)
                .withNotBefore(delay.isZero() ? null : surroundings.now().plus(delay));
        ChannelMessage limited = timeouts.goesOn(later, pass, step);
        outbox.send(step.channel(), limited);
        surroundings.track(
                pass,
                StepOutcome.AGAIN,
                reason,
                List.of(surroundings.place(next, step.channel()).scheduled(limited.notBefore())),
                outbox);
        return null;
    }

    private Void fail(Pass pass, String reason, Outbox outbox) {
        if (isAwaited(pass.ticket())) {
            gathering.gaveUp(pass, reason, outbox);
        } else {
            compensation.gaveUp(pass, reason, outbox);
        }
        return null;
    }

    /** An exception means again, by the step's retry; one of category REJECT, or the last of them, a dead letter (C1, C2). */
    @Override
    public void failed(ChannelMessage message, Exchange exchange, Throwable error, Outbox outbox) {
        Pass pass = Pass.of(exchange);
        if (JoinOver.is(message) && isAway(error)) {
            outbox.send(
                    step.channel(),
                    message.withExpiresAt(null).withNotBefore(surroundings.now().plus(DATABASE_PAUSE)));
        } else if (JoinOver.is(message)) {
            gathering.overGaveUp(message, Causes.describe(error), outbox);
        } else if (pass == null) {
            notAJob(message, error, outbox);
        } else if (isAway(error)) {
            again(pass, pass.ticket().attempt(), DATABASE_PAUSE, error.getMessage(), outbox);
        } else if (isTooLate(pass) || has(error, ErrorCode.EXPIRED)) {
            timeouts.expire(pass, outbox);
        } else if (has(error, ErrorCode.STEP_UNKNOWN)) {
            end.failed(pass, error.getMessage(), outbox);
        } else if (error instanceof RenkeiException known && known.category() == Category.REJECT) {
            fail(pass, known.getMessage(), outbox);
        } else if (!retried(pass).include(error)) {
            fail(pass, ErrorCode.NOT_RETRIED + " failed by what is not tried again: " + Causes.describe(error), outbox);
        } else if (retry(pass).allowsAfter(pass.ticket().attempt())) {
            int attempt = pass.ticket().attempt();
            again(pass, attempt + 1, delay(retry(pass), attempt, error), Causes.describe(error), outbox);
        } else {
            fail(
                    pass,
                    ErrorCode.RETRIES_EXHAUSTED + " failed " + pass.ticket().attempt() + " times, at last by "
                            + Causes.describe(error),
                    outbox);
        }
    }

    private static boolean isAway(Throwable error) {
        return error instanceof DatabaseException away && away.retryable();
    }

    private static boolean has(Throwable error, ErrorCode code) {
        return error instanceof RenkeiException known && known.code() == code;
    }

    private RetryPolicy retry(Pass pass) {
        return pass.ticket().undoing() == null ? step.retry() : step.undo().retry();
    }

    private RetriedErrors retried(Pass pass) {
        return pass.ticket().undoing() == null ? retried : undoRetried;
    }

    private static Duration delay(RetryPolicy retry, int attempt, Throwable error) {
        Duration ours = retry.delayAfter(attempt, Math.random());
        Duration theirs = error instanceof RetryNotBefore known ? known.leastDelay() : Duration.ZERO;
        return ours.compareTo(theirs) >= 0 ? ours : theirs;
    }

    @Override
    public int crashLimit(ChannelMessage message) {
        return step.retry().crashes();
    }

    @Override
    public void gaveUp(ChannelMessage message, String reason, Outbox outbox) {
        if (JoinOver.is(message)) {
            if (gathering != null) {
                gathering.overGaveUp(message, reason, outbox);
            }
            return;
        }
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
