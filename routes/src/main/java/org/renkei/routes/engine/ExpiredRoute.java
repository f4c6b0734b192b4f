package org.renkei.routes.engine;

import java.util.HashMap;
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

/** Accounts for messages whose validity ended in a channel: the job is EXPIRED, its message a dead letter. */
final class ExpiredRoute extends RouteBuilder {
    static final String ID = "renkei.expired";
    private static final String REASON = ErrorCode.EXPIRED + " its validity ended before it was run";

    private final Map<String, Flow> flows;
    private final Surroundings surroundings;

    ExpiredRoute(Map<String, Flow> flows, Surroundings surroundings) {
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
        try {
            Ticket ticket = Ticket.of(message);
            Flow flow = flows.get(ticket.flow());
            if (flow != null) {
                String channel =
                        flow.step(ticket.step()).map(step -> step.channel()).orElse(flow.start());
                Pass pass = new Pass(ticket, message, channel, null, surroundings.now());
                new JobEnd(flow, surroundings).expired(pass, REASON, outbox);
                return;
            }
        } catch (RenkeiException e) {
            // not a job: it is kept all the same, below
        }
        Map<String, Object> properties = new HashMap<>(message.properties());
        properties.put("renkei_error", REASON);
        outbox.send(
                Channels.DEAD,
                message.withProperties(properties).withReplyTo(null).withExpiresAt(null));
    }
}
