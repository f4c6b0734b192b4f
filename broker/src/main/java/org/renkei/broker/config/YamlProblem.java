package org.renkei.broker.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** One failure of reading, said in the words of the person who wrote the file. */
final class YamlProblem {

    private final YamlTree tree;
    private final JsonProcessingException failure;
    private final List<Object> path;

    YamlProblem(YamlTree tree, JsonProcessingException failure) {
        this.tree = tree;
        this.failure = failure;
        this.path = failure instanceof JsonMappingException mapping ? path(mapping) : List.of();
    }

    ConfigException asConfigException() {
        ConfigException own = own(failure);
        if (own != null) {
            List<Object> full = new ArrayList<>(path);
            if (!own.key().isEmpty()) {
                full.addAll(Arrays.asList(own.key().split("\\.")));
            }
            return new ConfigException(tree.place(full), own.key(), own.problem());
        }
        String key = path.isEmpty() ? "" : String.valueOf(path.get(path.size() - 1));
        return new ConfigException(tree.place(path), key, problem());
    }

    private String problem() {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return "is unknown" + suggestion(unknown);
        }
        if (failure instanceof InvalidFormatException format) {
            return "must be " + expected(format.getTargetType()) + ", was " + shown(format.getValue());
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return "must be " + expected(mismatch.getTargetType()) + was();
        }
        if (failure.getCause() instanceof InputCoercionException tooLarge) {
            return "must be " + expected(tooLarge.getTargetType()) + was();
        }
        if (failure instanceof JsonMappingException && failure.getCause() instanceof IllegalArgumentException cause) {
            return cause.getMessage();
        }
        return "cannot be read";
    }

    private static String suggestion(UnrecognizedPropertyException unknown) {
        List<String> known = unknown.getKnownPropertyIds().stream()
                .map(String::valueOf)
                .sorted()
                .toList();
        return Nearest.to(unknown.getPropertyName(), known)
                .map(near -> "; did you mean " + near + "?")
                .orElse(known.isEmpty() ? "" : "; known are " + String.join(", ", known));
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

    private static List<Object> path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(part -> part.getFieldName() == null ? (Object) part.getIndex() : part.getFieldName())
                .toList();
    }
}
