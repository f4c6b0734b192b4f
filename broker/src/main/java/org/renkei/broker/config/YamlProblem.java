package org.renkei.broker.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One failure of reading, said in the words of the person who wrote the file. */
final class YamlProblem {

    private final YamlTree tree;
    private final JsonProcessingException failure;
    private final String path;

    /** @param base where in the tree stands what was read */
    YamlProblem(YamlTree tree, String base, JsonProcessingException failure) {
        this.tree = tree;
        this.failure = failure;
        this.path = failure instanceof JsonMappingException mapping ? path(base, mapping) : base;
    }

    /** What the findings are about. */
    String path() {
        return path;
    }

    List<Finding> findings() {
        ConfigException own = own(failure);
        return own == null ? List.of(new Finding("", problem(), Set.of())) : own.findings();
    }

    private String problem() {
        if (failure instanceof InvalidFormatException format) {
            return "must be " + expected(format.getTargetType()) + ", was " + shown(format.getValue());
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return "must be " + expected(mismatch.getTargetType()) + was();
        }
        Throwable cause = failure instanceof InputCoercionException ? failure : failure.getCause();
        if (cause instanceof InputCoercionException tooLarge) {
            return "must be " + expected(tooLarge.getTargetType()) + was();
        }
        if (failure instanceof JsonMappingException && cause instanceof IllegalArgumentException refused) {
            return refused.getMessage();
        }
        return "cannot be read";
    }

    private static String expected(Class<?> type) {
        if (type == null) {
            return "something else";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(constant -> ((Enum<?>) constant).name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(" or "));
        }
        if (type == Duration.class) {
            return "a duration such as 500ms, 30s, 5m, 1h or 7d";
        }
        if (type == ByteSize.class) {
            return "a size such as 64KiB, 1MiB or a number of bytes";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (type == Double.class || type == double.class) {
            return "a number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a whole number";
        }
        if (type == String.class) {
            return "a text";
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        return Map.class.isAssignableFrom(type) || type.isRecord() ? "a mapping (key: value)" : "of another form";
    }

    private String was() {
        String written = tree.scalar(path);
        return written == null ? "" : ", was " + shown(written);
    }

    private static String shown(Object value) {
        String text = String.valueOf(value).lines().findFirst().orElse("");
        return text.isEmpty() ? "empty" : text.length() > 60 ? text.substring(0, 60) + "…" : text;
    }

    private static ConfigException own(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) {
            if (t instanceof ConfigException own) {
                return own;
            }
        }
        return null;
    }

    private static String path(String base, JsonMappingException failure) {
        StringBuilder path = new StringBuilder(base);
        for (JsonMappingException.Reference part : failure.getPath()) {
            if (part.getFieldName() == null) {
                path.append('[').append(part.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(part.getFieldName());
            }
        }
        return path.toString();
    }
}
