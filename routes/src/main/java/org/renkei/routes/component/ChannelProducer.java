package org.renkei.routes.component;

import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.error.RenkeiException;

/**
 * Sends to a channel. Behind a channel's worker, the message is part of that worker's transaction and is held back
 * until the route has ended well; elsewhere it is sent at once, and is on disk when the route goes on. Either way a channel
 * that refuses (A4, D2) fails the route here, with the reason.
 */
final class ChannelProducer extends DefaultProducer {
    private final ChannelEndpoint endpoint;

    ChannelProducer(ChannelEndpoint endpoint) {
        super(endpoint);
        this.endpoint = endpoint;
    }

    @Override
    public void process(Exchange exchange) {
        ChannelMessage message = ChannelExchange.toMessage(exchange);
        endpoint.channel().refusal().ifPresent(ChannelProducer::refuse);
        Outbox outbox = Outbox.of(exchange);
        if (outbox == null || !outbox.send(endpoint.getName(), message)) {
            endpoint.getComponent().channels().send(endpoint.getName(), message);
        }
    }

    private static void refuse(RenkeiException refusal) {
        throw refusal;
    }
}
