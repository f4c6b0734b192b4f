package org.renkei.broker.table;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The values that a JMS message can carry, as JSON that keeps their types and that a person can read. A string, a boolean, an int
 * and null are plain; so is a double, which always has a point. Others say what they are, as in {@code {"long":"5"}}.
 */
public final class TypedJson {

    private static final int SIZE = 256;
    private static final JsonFactory JSON = new JsonFactory();

    private TypedJson() {}

    public static String write(Map<String, Object> fields) {
        StringBuilder json = new StringBuilder(SIZE).append('{');
        fields.forEach((name, value) -> {
            string(json, name);
            json.append(':');
            value(json, value);
            json.append(',');
        });
        return ended(json, '}');
    }

    public static String write(List<Object> values) {
        StringBuilder json = new StringBuilder(SIZE).append('[');
        for (Object value : values) {
            value(json, value);
            json.append(',');
        }
        return ended(json, ']');
    }

    /** @throws RuntimeException of some kind if {@link #write(Map)} has not written it */
    public static Map<String, Object> fields(String json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try {
            readInto(fields, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return fields;
    }

    /** The first fields of a text whose end is cut off; without the last, which may be the beginning of a number. */
    static Map<String, Object> fieldsStart(String json) {
        Map<String, Object> fields = new LinkedHashMap<>();
        try {
            readInto(fields, json);
        } catch (IOException | RuntimeException cut) {
            fields.keySet().stream()
                    .skip(Math.max(0, fields.size() - 1))
                    .toList()
                    .forEach(fields::remove);
        }
        return fields;
    }

    private static void readInto(Map<String, Object> fields, String json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                fields.put(name, value(parser));
            }
        }
    }

    /** @throws RuntimeException of some kind if {@link #write(List)} has not written it */
    public static List<Object> values(String json) {
        List<Object> values = new ArrayList<>();
        try {
            readInto(values, json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return values;
    }

    /** The first values of a text whose end is cut off; without the last, which may be the beginning of a number. */
    static List<Object> valuesStart(String json) {
        List<Object> values = new ArrayList<>();
        try {
            readInto(values, json);
        } catch (IOException | RuntimeException cut) {
            return values.subList(0, Math.max(0, values.size() - 1));
        }
        return values;
    }

    private static void readInto(List<Object> values, String json) throws IOException {
        try (JsonParser parser = JSON.createParser(json)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_ARRAY) {
                values.add(value(parser));
            }
        }
    }

    private static String ended(StringBuilder json, char end) {
        int last = json.length() - 1;
        if (json.charAt(last) == ',') {
            json.setLength(last);
        }
        return json.append(end).toString();
    }

    private static void value(StringBuilder json, Object value) {
        if (value == null || value instanceof Boolean || value instanceof Integer) {
            json.append(value);
        } else if (value instanceof Double number && !number.isNaN() && !number.isInfinite()) {
            json.append(number.doubleValue());
        } else if (value instanceof byte[] bytes) {
            typed(json, "bytes", Base64.getEncoder().encodeToString(bytes));
        } else if (value instanceof Number || value instanceof Character) {
            typed(json, value.getClass().getSimpleName().toLowerCase(Locale.ROOT), value.toString());
        } else {
            string(json, value.toString());
        }
    }

    private static void typed(StringBuilder json, String type, String value) {
        json.append("{\"").append(type).append("\":");
        string(json, value);
        json.append('}');
    }

    private static void string(StringBuilder json, String text) {
        if (isPlain(text)) {
            json.append('"').append(text).append('"');
            return;
        }
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (Character.isSurrogate(c) && ColumnText.isPair(text, i)) {
                json.append(c).append(text.charAt(++i));
            } else if (c < ' ' || Character.isSurrogate(c)) {
                json.append("\\u").append(HexFormat.of().toHexDigits(c));
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }

    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < ' ' || Character.isSurrogate(c)) {
                return false;
            }
        }
        return true;
    }

    private static Object value(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case VALUE_TRUE, VALUE_FALSE -> parser.getBooleanValue();
            case VALUE_NUMBER_INT -> parser.getIntValue();
            case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
            case VALUE_STRING -> parser.getText();
            default -> typed(parser);
        };
    }

    private static Object typed(JsonParser parser) throws IOException {
        String type = parser.nextFieldName();
        String text = parser.nextTextValue();
        parser.nextToken();
        return switch (type) {
            case "long" -> Long.valueOf(text);
            case "short" -> Short.valueOf(text);
            case "byte" -> Byte.valueOf(text);
            case "float" -> Float.valueOf(text);
            case "double" -> Double.valueOf(text);
            case "character" -> text.charAt(0);
            case "bytes" -> Base64.getDecoder().decode(text);
            default -> throw new IllegalStateException("no such type of value: " + type);
        };
    }
}
