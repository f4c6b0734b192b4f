package org.renkei.routes.component;

import java.util.Locale;
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
    private static final String CORRELATION_ID = "JMSCorrelationID";
    private static final String PRIORITY = "JMSPriority";
    private static final String GROUP = "JMSXGroupID";
    private static final String TYPE = "JMSType";

    private ChannelExchange() {}

    static Exchange create(ChannelConsumer consumer, ChannelMessage message) {
        Exchange exchange = consumer.createExchange(false);
        exchange.setProperty(RECEIVED, message);
        Message in = exchange.getIn();
        message.properties().forEach((name, value) -> {
            if (isHarmless(name)) {
                in.setHeader(name, value);
            }
        });
        setIfGiven(in, CORRELATION_ID, message.correlationId());
        setIfGiven(in, GROUP, message.group());
        setIfGiven(in, TYPE, message.type());
        in.setBody(toCamel(message.body()));
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
        String lower = header.toLowerCase(Locale.ROOT);
        return !lower.startsWith("camel") && !lower.startsWith("org.apache.camel");
    }

    private static void setIfGiven(Message message, String header, String value) {
        if (value != null) {
            message.setHeader(header, value);
        }
    }

    private static Object toCamel(Body body) {
        if (body instanceof Body.Text text) {
            return text.text();
        } else if (body instanceof Body.Bytes bytes) {
            return bytes.bytes();
        } else if (body instanceof Body.Fields fields) {
            return fields.fields();
        } else if (body instanceof Body.Values values) {
            return values.values();
        }
        return null;
    }
}
