package org.renkei.routes.component;

import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.DataType;
import org.apache.camel.support.DefaultMessage;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;

/** A channel's message as Camel sees it. Its headers and its body are made when a route asks for them; many ask for neither. */
final class ChannelExchangeMessage extends DefaultMessage {
    private final ChannelMessage message;
    private boolean bodyWasSet;

    ChannelExchangeMessage(CamelContext context, ChannelMessage message) {
        super(context);
        this.message = message;
    }

    @Override
    protected boolean isPopulateHeadersSupported() {
        return true;
    }

    @Override
    protected void populateInitialHeaders(Map<String, Object> headers) {
        message.properties().forEach((name, value) -> {
            if (ChannelExchange.isHarmless(name)) {
                headers.put(name, value);
            }
        });
        putIfGiven(headers, ChannelExchange.CORRELATION_ID, message.correlationId());
        putIfGiven(headers, ChannelExchange.GROUP, message.group());
        putIfGiven(headers, ChannelExchange.TYPE, message.type());
    }

    private static void putIfGiven(Map<String, Object> headers, String name, String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    /** A route may set it to null, and means that. */
    @Override
    public void setBody(Object body) {
        bodyWasSet = true;
        super.setBody(body);
    }

    @Override
    public void setBody(Object body, DataType type) {
        bodyWasSet = true;
        super.setBody(body, type);
    }

    @Override
    protected Object createBody() {
        return bodyWasSet ? null : toCamel(message.body());
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
