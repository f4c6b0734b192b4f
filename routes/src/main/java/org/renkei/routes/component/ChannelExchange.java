package org.renkei.routes.component;

import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Priority;

/**
 * The way from a channel's message to a Camel exchange and back. Headers that would steer Camel itself ({@code Camel…}
 * in any spelling of upper and lower case, {@code org.apache.camel…}) pass in neither direction, because a stranger may
 * have put them there.
 */
public final class ChannelExchange {
    private static final String RECEIVED = "RenkeiMessage";
    static final String CORRELATION_ID = "JMSCorrelationID";
    private static final String PRIORITY = "JMSPriority";
    static final String GROUP = "JMSXGroupID";
    static final String TYPE = "JMSType";

    private ChannelExchange() {}

    static Exchange create(ChannelConsumer consumer, ChannelMessage message) {
        Exchange exchange = consumer.createExchange(false);
        exchange.setProperty(RECEIVED, message);
        Message in = new ChannelExchangeMessage(exchange.getContext(), message);
        exchange.setIn(in);
        if (exchange.getContext().isUseDataType()) {
            // Its type is known when it is set.
            in.setBody(in.getBody());
        }
        return exchange;
    }

    /** The message as it was received; null if the exchange did not begin at a channel. */
    public static ChannelMessage received(Exchange exchange) {
        return exchange.getProperty(RECEIVED, ChannelMessage.class);
    }

    /** What a route that sends this exchange to a channel means. */
    public static ChannelMessage toMessage(Exchange exchange) {
        return toMessage(
                exchange, Bodies.fromCamel(exchange, exchange.getMessage().getBody()));
    }

    /** The same, with another body. */
    public static ChannelMessage toMessage(Exchange exchange, Body body) {
        Message camel = exchange.getMessage();
        ChannelMessage received = received(exchange);
        ChannelMessage message = ChannelMessage.of(body)
                .withProperties(JmsProperties.of(camel.getHeaders(), ChannelExchange::isHarmless))
                .withCorrelationId(camel.getHeader(CORRELATION_ID, String.class))
                .withGroup(camel.getHeader(GROUP, String.class));
        Integer priority = camel.getHeader(PRIORITY, Integer.class);
        if (priority != null) {
            return message.withPriority(Priority.ofJms(priority));
        }
        return received == null ? message : message.withPriority(received.priority());
    }

    static boolean isHarmless(String header) {
        return !startsWith(header, "camel") && !startsWith(header, "org.apache.camel");
    }

    private static boolean startsWith(String header, String prefix) {
        return header.regionMatches(true, 0, prefix, 0, prefix.length());
    }
}
