package org.renkei.routes.engine;

import java.util.Map;
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

    private final Map<String, Flow> flows;
    private final Map<String, JobStart> startsByChannel;
    private final Surroundings surroundings;

    ExpiredRoute(Map<String, Flow> flows, Map<String, JobStart> startsByChannel, Surroundings surroundings) {
        this.flows = flows;
        this.startsByChannel = startsByChannel;
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
        JobStart start = startsByChannel.get(channel);
        if (start != null) {
            start.expired(message, REASON, outbox);
        } else if (!expireJob(message, channel, outbox)) {
            surroundings.notAJob(message, REASON, channel, outbox);
        }
    }

    private boolean expireJob(ChannelMessage message, String channel, Outbox outbox) {
        try {
            Ticket ticket = Ticket.of(message);
            Flow flow = flows.get(ticket.flow());
            boolean waited = flow != null
                    && flow.step(String.valueOf(ticket.step()))
                            .filter(step -> step.channel().equals(channel))
                            .isPresent();
            if (waited) {
                expire(flow, new Pass(ticket, message, channel, null, surroundings.now()), outbox);
            }
            return waited;
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
