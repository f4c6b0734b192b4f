package org.renkei.broker.config;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Reads a file that has something wrong in it, piece by piece, so that one thing that is wrong does not hide the others: what cannot be
 * read is noted and left out, and the record around it is made without it. What follows only from something that is noted already is
 * not told: a channel whose name could not be read is not missing.
 */
final class Binding {
    private final YamlTree tree;
    private final ObjectMapper mapper;
    private final List<ConfigProblem> problems = new ArrayList<>();

    /** Paths of what could not be read. */
    private final Set<String> broken = new HashSet<>();

    Binding(YamlTree tree, ObjectMapper mapper) {
        this.tree = tree;
        this.mapper = mapper;
        note(tree.problems());
    }

    <T> Reading<T> read(String yaml, JavaType type) {
        T value = tree.problems().isEmpty() ? whole(yaml, type) : null;
        if (value == null) {
            value = piecewise(yaml, type);
        }
        if (value instanceof Checked checked) {
            Checks checks = new Checks();
            checked.check(checks);
            note("", checks.findings());
        }
        return new Reading<>(value, List.copyOf(problems), Set.copyOf(broken));
    }

    /** Null if anything is wrong. */
    private <T> T whole(String yaml, JavaType type) {
        try {
            return mapper.readValue(yaml, type);
        } catch (JsonProcessingException e) {
            return null;
        }
    }

    private <T> T piecewise(String yaml, JavaType type) {
        try {
            JsonNode root = mapper.readTree(yaml);
            if (root.isNull()) {
                problems.add(tree.problem("", "is empty"));
                return null;
            }
            JsonNode clean = clean(root, type, "");
            return clean == null ? null : mapper.treeToValue(clean, type);
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
            problems.add(
                    new ConfigProblem(tree.problem("", "").file(), line, "", "holds a number that cannot be used"));
            return null;
        }
    }

    /** What can be read of it; null if nothing can. */
    private JsonNode clean(JsonNode node, JavaType type, String path) {
        if (type.isRecordType() && node.isObject()) {
            return cleanRecord((ObjectNode) node, type, path);
        } else if (type.isMapLikeType() && node.isObject()) {
            return cleanMap((ObjectNode) node, type.getContentType(), path);
        } else if (type.isCollectionLikeType() && node.isArray()) {
            return cleanList((ArrayNode) node, type.getContentType(), path);
        }
        return isValue(node, type, path) ? node : null;
    }

    private JsonNode cleanRecord(ObjectNode node, JavaType type, String path) {
        ObjectNode clean = mapper.createObjectNode();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String full = join(path, entry.getKey());
            RecordComponent component = component(type, entry.getKey(), full, path);
            JsonNode value = component == null ? null : cleanComponent(entry.getValue(), component, full);
            if (value != null) {
                clean.set(entry.getKey(), value);
            } else {
                broken.add(full);
            }
        }
        return isValue(clean, type, path) ? clean : null;
    }

    /** Null if the record has none of that name. */
    private RecordComponent component(JavaType type, String key, String path, String parent) {
        RecordComponent[] components = type.getRawClass().getRecordComponents();
        for (RecordComponent component : components) {
            if (component.getName().equals(key)) {
                return component;
            }
        }
        List<String> known =
                Arrays.stream(components).map(RecordComponent::getName).sorted().toList();
        String hint = Nearest.to(key, known)
                .map(near -> {
                    // What was meant is not missing.
                    broken.add(join(parent, near));
                    return "; did you mean " + near + "?";
                })
                .orElse("; known are " + String.join(", ", known));
        problems.add(tree.problem(path, "is unknown" + hint));
        return null;
    }

    private JsonNode cleanComponent(JsonNode node, RecordComponent component, String path) {
        JavaType type = mapper.constructType(component.getGenericType());
        JsonFormat format = component.getAccessor().getAnnotation(JsonFormat.class);
        boolean maybeOne =
                format != null && Set.of(format.with()).contains(JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY);
        if (maybeOne && !node.isArray() && !node.isNull()) {
            JsonNode one = clean(node, type.getContentType(), path);
            return one == null ? null : mapper.createArrayNode().add(one);
        }
        return clean(node, type, path);
    }

    private JsonNode cleanMap(ObjectNode node, JavaType content, String path) {
        ObjectNode clean = mapper.createObjectNode();
        for (Map.Entry<String, JsonNode> entry : node.properties()) {
            String full = join(path, entry.getKey());
            JsonNode value = clean(entry.getValue(), content, full);
            if (entry.getValue().isNull() && content.hasRawClass(String.class)) {
                problems.add(tree.problem(full, "is empty"));
                value = null;
            }
            if (value == null) {
                broken.add(full);
            } else {
                clean.set(entry.getKey(), value);
            }
        }
        return clean;
    }

    private JsonNode cleanList(ArrayNode node, JavaType content, String path) {
        ArrayNode clean = mapper.createArrayNode();
        Iterator<JsonNode> elements = node.elements();
        for (int i = 0; elements.hasNext(); i++) {
            JsonNode element = elements.next();
            String full = path + "[" + i + "]";
            JsonNode value = element.isNull() ? null : clean(element, content, full);
            if (element.isNull()) {
                problems.add(tree.problem(full, "is empty"));
            }
            if (value == null) {
                broken.add(full);
            } else {
                clean.add(value);
            }
        }
        return clean;
    }

    private boolean isValue(JsonNode node, JavaType type, String path) {
        try {
            mapper.treeToValue(node, type);
            return true;
        } catch (JsonProcessingException e) {
            YamlProblem problem = new YamlProblem(tree, path, e);
            note(problem.path(), problem.findings());
            problem.findings().forEach(finding -> broken.add(join(problem.path(), finding.key())));
            return false;
        }
    }

    private void note(List<ConfigProblem> more) {
        more.forEach(problem -> {
            problems.add(problem);
            broken.add(problem.path());
        });
    }

    private void note(String path, List<Finding> findings) {
        for (Finding finding : findings) {
            if (!follows(path, finding)) {
                problems.add(tree.problem(join(path, finding.key()), finding.problem()));
            }
        }
    }

    /** Whether it may come only of something that could not be read. */
    private boolean follows(String path, Finding finding) {
        if (finding.others() == null) {
            return isBroken(path);
        }
        Predicate<String> unread = key -> isBroken(join(path, key));
        return !finding.key().isEmpty() && unread.test(finding.key())
                || finding.others().stream().anyMatch(unread);
    }

    private boolean isBroken(String path) {
        return broken.stream().anyMatch(one -> Reading.related(one, path));
    }

    private static String join(String path, String key) {
        return path.isEmpty() || key.isEmpty() ? path + key : path + "." + key;
    }
}
