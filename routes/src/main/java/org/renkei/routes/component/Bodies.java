package org.renkei.routes.component;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            return new Body.Fields(fields(map));
        } else if (body instanceof List<?> list) {
            return new Body.Values(values(list));
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
                "a " + body.getClass().getName()
                        + " cannot be the body of a message, nor a value in it: convert it to a string first",
                cause);
    }

    private static Map<String, Object> fields(Map<?, ?> map) {
        Map<String, Object> fields = new LinkedHashMap<>();
        map.forEach((name, value) -> fields.put(String.valueOf(name), simple(value)));
        return fields;
    }

    private static List<Object> values(List<?> list) {
        List<Object> values = new ArrayList<>(list.size());
        list.forEach(value -> values.add(simple(value)));
        return values;
    }

    /** The values of map and stream messages (Jakarta Messaging 3.1, section 3.11.3). */
    private static Object simple(Object value) {
        boolean simple = value == null
                || value instanceof String
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof byte[]
                || value instanceof Number && value.getClass().getPackageName().equals("java.lang");
        if (!simple) {
            throw unfit(value, null);
        }
        return value;
    }
}
