package org.renkei.routes.component;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.camel.Exchange;
import org.apache.camel.TypeConversionException;
import org.renkei.broker.channel.Body;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/** The way from a Camel body to the body of a message. */
final class Bodies {
    private Bodies() {}

    /** Strings, bytes, maps and lists of simple values keep their shape; anything else goes as Camel's text of it. */
    static Body fromCamel(Exchange exchange, Object body) {
        if (body == null) {
            return Body.EMPTY;
        } else if (body instanceof Body already) {
            return already;
        } else if (body instanceof String text) {
            return Body.of(text);
        } else if (body instanceof byte[] bytes) {
            return Body.of(bytes);
        } else if (body instanceof Map<?, ?> map) {
            return new Body.Fields(stringKeys(map));
        } else if (body instanceof List<?> list) {
            return new Body.Values(List.copyOf(list));
        }
        return Body.of(asText(exchange, body));
    }

    private static String asText(Exchange exchange, Object body) {
        try {
            String text = exchange.getContext().getTypeConverter().convertTo(String.class, exchange, body);
            if (text != null) {
                return text;
            }
        } catch (TypeConversionException e) {
            throw unfit(body, e);
        }
        throw unfit(body, null);
    }

    private static RenkeiException unfit(Object body, Exception cause) {
        return new RenkeiException(
                ErrorCode.MESSAGE_TYPE,
                "a " + body.getClass().getName() + " cannot be the body of a message: convert it to a string first",
                cause);
    }

    private static Map<String, Object> stringKeys(Map<?, ?> map) {
        return map.entrySet().stream()
                .collect(Collectors.toMap(entry -> String.valueOf(entry.getKey()), Map.Entry::getValue));
    }
}
