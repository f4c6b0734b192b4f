package org.renkei.broker.channel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A body of which no more is read than is looked at.
 *
 * @param body the whole, or the beginning if {@code cut}; of fields and values those that are whole
 * @param size of the whole, roughly: characters of a text, else bytes as they are stored
 * @param cut true if there is more
 */
public record BodyStart(Body body, long size, boolean cut) {

    /** The same with no more than {@code most} characters or bytes; of fields and values as many as fit roughly. */
    public BodyStart atMost(int most) {
        Body shorter = shortened(body, most);
        return shorter == body ? this : new BodyStart(shorter, size, true);
    }

    private static Body shortened(Body body, int most) {
        if (body instanceof Body.Text text) {
            return text.length() <= most ? body : Body.of(beginning(text.text(), most));
        }
        if (body instanceof Body.Bytes bytes) {
            return bytes.bytes().length <= most ? body : Body.of(Arrays.copyOf(bytes.bytes(), most));
        }
        if (body instanceof Body.Sealed sealed) {
            byte[] bytes = sealed.serialised();
            return bytes.length <= most ? body : new Body.Sealed(Arrays.copyOf(bytes, most));
        }
        if (body instanceof Body.Fields fields) {
            return fields(fields, most);
        }
        return body instanceof Body.Values values ? values(values, most) : body;
    }

    /** Without half of a surrogate pair at its end. */
    private static String beginning(String text, int most) {
        int end = most > 0 && Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
        return text.substring(0, end);
    }

    private static Body fields(Body.Fields all, int most) {
        Map<String, Object> first = new LinkedHashMap<>();
        long left = most;
        for (Map.Entry<String, Object> field : all.fields().entrySet()) {
            left -= field.getKey().length() + size(field.getValue());
            if (left < 0) {
                return new Body.Fields(first);
            }
            first.put(field.getKey(), field.getValue());
        }
        return all;
    }

    private static Body values(Body.Values all, int most) {
        List<Object> first = new ArrayList<>();
        long left = most;
        for (Object value : all.values()) {
            left -= size(value);
            if (left < 0) {
                return new Body.Values(first);
            }
            first.add(value);
        }
        return all;
    }

    private static long size(Object value) {
        if (value instanceof String text) {
            return text.length();
        }
        return value instanceof byte[] bytes ? bytes.length : Long.BYTES;
    }
}
