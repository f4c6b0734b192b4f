package org.renkei.routes.engine;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.component.ChannelExchange;
import org.renkei.routes.component.Outbox;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;

/** Accounts for messages whose validity ended in a channel: the job is EXPIRED, its message a dead letter. */
final class ExpiredRoute extends RouteBuilder {
    static final String ID = "renkei.expired";
    private static final String ORIGINAL_QUEUE = "_AMQ_ORIG_QUEUE";
    static final String REASON = ErrorCode.EXPIRED + " its validity ended before it was run";

    private final FlowDeployment flows;
    private final Surroundings surroundings;

    ExpiredRoute(FlowDeployment flows, Surroundings surroundings) {
        this.flows = flows;
        this.surroundings = surroundings;
    }

    @Override
    public void configure() {
        errorHandler(noErrorHandler());
        from("channel:" + Channels.EXPIRED + "?consumers=1").routeId(ID).process(this::account);
    }

    private void account(Exchange exchange) {
        ChannelMessage message = ChannelExchange.received(exchange);
        Outbox outbox = Outbox.of(exchange);
        String channel = String.valueOf(message.text(ORIGINAL_QUEUE));
        if (JoinOver.is(message)) {
            outbox.send(channel, message.withExpiresAt(null));
            return;
        }
        Receiver receiver = flows.receiver(channel, message);
        if (receiver instanceof JobStart start) {
            start.expired(message, REASON, outbox);
        } else if (!(receiver instanceof LiveStep step) || !expireJob(step, message, outbox)) {
            surroundings.notAJob(message, REASON, channel, outbox);
        }
    }

    private boolean expireJob(LiveStep at, ChannelMessage message, Outbox outbox) {
        try {
            Pass pass = new Pass(Ticket.of(message), message, at.step().channel(), null, surroundings.now());
            expire(at.flow(), pass, outbox);
            return true;
        } catch (RenkeiException notAJob) {
            return false;
        }
    }

    private void expire(Flow flow, Pass pass, Outbox outbox) {
        Step step = flow.step(pass.ticket().step()).orElseThrow();
        Gathering gathering = step.join() == null ? null : new Gathering(flow, step, surroundings);
        if (gathering != null && gathering.isFor(pass.ticket())) {
            // It has come to its join, which has a time of its own.
            gathering.gather(pass, outbox);
        } else {
            new Timeouts(flow, surroundings).expire(pass, outbox);
        }
    }
}
