package org.renkei.services.docs;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.renkei.broker.config.ByteSize;
import org.renkei.routes.flow.CommandConfig;
import org.renkei.routes.flow.HttpConfig;
import org.renkei.routes.flow.RetryPolicy;
import org.renkei.routes.flow.Route;
import org.renkei.routes.flow.StatusRange;
import org.renkei.routes.flow.Timeout;
import org.renkei.routes.flow.Undo;
import org.yaml.snakeyaml.Yaml;

/**
 * Makes the JSON Schema of flow files (draft 07, which editors understand best): its shape from the records that read them, its
 * descriptions, defaults and ranges from the rows of {@code docs/configuration.md}.
 */
final class FlowSchema {
    private static final String NAME = "^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$";
    private static final String STEP = "steps.NAME.";
    private static final Pattern RANGE = Pattern.compile("\\b(\\d[\\d,]*) to (\\d[\\d,]*)\\b");
    private static final List<String> APPLICATIONS = List.of("bean", "uri", "command", "http");
    private static final Set<Class<?>> SHARED = Set.of(CommandConfig.class, HttpConfig.class, RetryPolicy.class);

    /** What must be given beside what the page says of keys whose parent may be left out. */
    private static final Map<Class<?>, String> NEEDED =
            Map.of(CommandConfig.class, "run", HttpConfig.class, "url", Timeout.class, "after");

    private final ObjectMapper json = new ObjectMapper();
    private final ObjectNode definitions = json.createObjectNode();
    private final Map<String, Row> rows;

    /** A row of the page. */
    record Row(String byDefault, String meaning) {}

    /** @param rows by key */
    FlowSchema(Map<String, Row> rows) {
        this.rows = rows;
    }

    String text() throws Exception {
        ObjectNode root = json.createObjectNode();
        root.put("$schema", "http://json-schema.org/draft-07/schema#");
        root.put("title", "A flow of Renkei");
        root.setAll(object(Class.forName("org.renkei.routes.flow.FlowDocument"), ""));
        definitions
                .putObject("duration")
                .put("type", "string")
                .put("pattern", "^\\s*(\\d{1,12}\\s*(us|ms|s|m|h|d)|[+-]?[Pp].+)\\s*$");
        ArrayNode size = definitions.putObject("size").putArray("anyOf");
        size.addObject().put("type", "integer").put("minimum", 0);
        size.addObject().put("type", "string").put("pattern", "^\\s*\\d{1,12}\\s*([Bb]|[KkMmGg][Ii][Bb])?\\s*$");
        root.set("definitions", definitions);
        return json.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
    }

    private ObjectNode object(Class<?> type, String prefix) {
        ObjectNode object = json.createObjectNode().put("type", "object").put("additionalProperties", false);
        ObjectNode properties = object.putObject("properties");
        ArrayNode required = json.createArrayNode();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = component.getName();
            Row row = rows.get(prefix + name);
            ObjectNode property = describe(component(component, prefix + name), row);
            properties.set(name, property);
            if (row != null && row.byDefault.equals("must be given") || name.equals(NEEDED.get(type))) {
                required.add(name);
            }
        }
        if (!required.isEmpty()) {
            object.set("required", required);
        }
        one(object, type);
        return object;
    }

    /** Exactly one of some keys is given. */
    private static void one(ObjectNode object, Class<?> type) {
        List<String> names = Arrays.stream(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
        List<String> keys = type == Route.class ? List.of("to", "otherwise") : APPLICATIONS;
        if (names.containsAll(keys)) {
            ArrayNode one = object.putArray("oneOf");
            keys.forEach(key -> one.addObject().putArray("required").add(key));
        }
    }

    /** What stands beside a reference counts for nothing, so that goes into a part of its own. */
    private ObjectNode describe(ObjectNode property, Row row) {
        if (row == null) {
            return property;
        }
        ObjectNode described = property;
        if (property.has("$ref")) {
            described = json.createObjectNode();
            described.putArray("allOf").add(property);
        }
        described.put("description", row.meaning.replace("`", ""));
        if (!Set.of("none", "must be given").contains(row.byDefault)) {
            described.set("default", json.valueToTree(new Yaml().load(row.byDefault)));
        }
        Matcher range = RANGE.matcher(row.meaning);
        if (Set.of("integer", "number").contains(property.path("type").asText()) && range.find()) {
            described.put("minimum", number(range.group(1))).put("maximum", number(range.group(2)));
        }
        return described;
    }

    private static int number(String written) {
        return Integer.parseInt(written.replace(",", ""));
    }

    private ObjectNode component(RecordComponent component, String path) {
        ObjectNode schema = schema(component.getGenericType(), path);
        JsonFormat format = component.getAccessor().getAnnotation(JsonFormat.class);
        if (format == null) {
            return schema;
        }
        ObjectNode either = json.createObjectNode();
        either.putArray("anyOf")
                .addAll((ArrayNode) schema.get("items").get("anyOf"))
                .add(schema);
        return either;
    }

    private ObjectNode schema(Type type, String path) {
        if (type instanceof ParameterizedType generic) {
            Type[] arguments = generic.getActualTypeArguments();
            return generic.getRawType() == List.class ? list(arguments[0], path) : map(arguments[1], path);
        }
        Class<?> raw = (Class<?>) type;
        if (raw == Duration.class) {
            return reference("duration");
        } else if (raw == ByteSize.class) {
            return reference("size");
        } else if (raw == String.class) {
            ObjectNode text = json.createObjectNode().put("type", "string");
            return path.equals("flow") ? text.put("pattern", NAME) : text.put("minLength", 1);
        } else if (raw == Integer.class) {
            return json.createObjectNode().put("type", "integer");
        } else if (raw == Double.class) {
            return json.createObjectNode().put("type", "number");
        } else if (raw.isEnum()) {
            ObjectNode words = json.createObjectNode();
            ArrayNode constants = words.putArray("enum");
            for (Object constant : raw.getEnumConstants()) {
                constants.add(((Enum<?>) constant).name().toLowerCase(Locale.ROOT));
            }
            return words;
        }
        return record(raw, path);
    }

    private ObjectNode list(Type content, String path) {
        ObjectNode list = json.createObjectNode().put("type", "array");
        list.set("items", content == String.class ? word() : schema(content, path));
        if (path.endsWith(".run") || path.endsWith(".next")) {
            list.put("minItems", 1);
        }
        return list;
    }

    private ObjectNode map(Type content, String path) {
        ObjectNode map = json.createObjectNode().put("type", "object");
        if (path.equals("steps")) {
            ObjectNode names =
                    map.put("minProperties", 1).put("maxProperties", 256).putObject("propertyNames");
            names.put("pattern", NAME).putObject("not").put("const", "end");
        }
        map.set("additionalProperties", content == String.class ? word() : schema(content, path + ".NAME"));
        return map;
    }

    /** In lists and maps a number need not be quoted. */
    private ObjectNode word() {
        ObjectNode word = json.createObjectNode();
        word.putArray("type").add("string").add("number").add("boolean");
        return word;
    }

    private ObjectNode record(Class<?> type, String path) {
        if (type == StatusRange.class) {
            ObjectNode either = json.createObjectNode();
            either.putArray("anyOf")
                    .add(json.createObjectNode()
                            .put("type", "integer")
                            .put("minimum", 100)
                            .put("maximum", 599))
                    .add(json.createObjectNode().put("type", "string").put("pattern", "^[1-5]\\d\\d(-[1-5]\\d\\d)?$"));
            return either;
        }
        if (SHARED.contains(type)) {
            String name = path.substring(path.lastIndexOf('.') + 1);
            if (!definitions.has(name)) {
                definitions.putObject(name).setAll(object(type, STEP + name + "."));
            }
            return reference(name);
        }
        ObjectNode object = object(type, type == Undo.class ? STEP : path + ".");
        if (!isWrittenShort(type)) {
            return object;
        }
        boolean byDuration =
                Arrays.stream(type.getRecordComponents()).anyMatch(component -> component.getType() == Duration.class);
        ObjectNode either = json.createObjectNode();
        either.putArray("anyOf")
                .add(
                        byDuration
                                ? reference("duration")
                                : json.createObjectNode().put("type", "string").put("minLength", 1))
                .add(object);
        return either;
    }

    /** It may be written without keys. */
    private static boolean isWrittenShort(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .anyMatch(method -> method.isAnnotationPresent(JsonCreator.class)
                        && method.getAnnotation(JsonCreator.class).mode() == JsonCreator.Mode.DELEGATING);
    }

    private ObjectNode reference(String definition) {
        return json.createObjectNode().put("$ref", "#/definitions/" + definition);
    }
}
