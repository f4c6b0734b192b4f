package org.renkei.broker.config;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * Looks for keys that no record knows, before anything else is judged: {@code chanel is unknown; did you mean channel?} helps
 * where {@code channel is missing} would send somebody looking.
 */
final class UnknownKeys {
    private final YamlTree tree;
    private final ObjectMapper mapper;

    UnknownKeys(YamlTree tree, ObjectMapper mapper) {
        this.tree = tree;
        this.mapper = mapper;
    }

    /** @throws ConfigException for the first of them */
    void refuse(JavaType type) {
        walk(tree.root(), type, List.of());
    }

    private void walk(Node node, JavaType type, List<Object> path) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                String key = ((ScalarNode) tuple.getKeyNode()).getValue();
                List<Object> full = with(path, key);
                if (type.isMapLikeType()) {
                    walk(tuple.getValueNode(), type.getContentType(), full);
                } else if (type.isRecordType()) {
                    walk(tuple.getValueNode(), component(type, key, full), full);
                }
            }
        } else if (node instanceof SequenceNode sequence && type.isCollectionLikeType()) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                walk(sequence.getValue().get(i), type.getContentType(), with(path, i));
            }
        }
    }

    private JavaType component(JavaType type, String key, List<Object> path) {
        RecordComponent[] components = type.getRawClass().getRecordComponents();
        for (RecordComponent component : components) {
            if (component.getName().equals(key)) {
                return mapper.constructType(component.getGenericType());
            }
        }
        List<String> known =
                Arrays.stream(components).map(RecordComponent::getName).sorted().toList();
        String hint = Nearest.to(key, known)
                .map(near -> "; did you mean " + near + "?")
                .orElse("; known are " + String.join(", ", known));
        throw new ConfigException(tree.place(path), key, "is unknown" + hint);
    }

    private static List<Object> with(List<Object> path, Object part) {
        List<Object> longer = new ArrayList<>(path);
        longer.add(part);
        return longer;
    }
}
