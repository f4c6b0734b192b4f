package org.renkei.broker.config;

import java.io.StringReader;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** The text of one YAML file as a tree that knows the line of every key; refuses what no configuration needs. */
final class YamlTree {

    private static final int DEEPEST = 50;

    private final String source;
    private final Node root;

    private YamlTree(String source, Node root) {
        this.source = source;
        this.root = root;
    }

    static YamlTree of(String source, String yaml) {
        YamlTree tree = new YamlTree(source, compose(source, yaml));
        tree.check(tree.root, "");
        return tree;
    }

    Node root() {
        return root;
    }

    /** Where {@code path} stands, or its nearest ancestor that is there: {@code etc/channels.yaml:12: order-in.max}. */
    String place(List<Object> path) {
        Node node = root;
        int line = line(root);
        for (Object part : path) {
            NodeTuple tuple = node instanceof MappingNode mapping ? entry(mapping, part) : null;
            node = tuple == null ? element(node, part) : tuple.getValueNode();
            if (node == null) {
                break;
            }
            line = line(tuple == null ? node : tuple.getKeyNode());
        }
        return (source + ":" + line + ": " + written(path)).trim();
    }

    /** What is written at {@code path}, or null if nothing is, or more than one word. */
    String scalar(List<Object> path) {
        Node node = root;
        for (Object part : path) {
            NodeTuple tuple = node instanceof MappingNode mapping ? entry(mapping, part) : null;
            node = tuple == null ? element(node, part) : tuple.getValueNode();
        }
        return node instanceof ScalarNode scalar && !scalar.getValue().isEmpty() ? scalar.getValue() : null;
    }

    private static Node compose(String source, String yaml) {
        LoaderOptions options = new LoaderOptions();
        options.setNestingDepthLimit(DEEPEST);
        options.setCodePointLimit(StrictYaml.LARGEST);
        try {
            Iterator<Node> documents =
                    new Yaml(options).composeAll(new StringReader(yaml)).iterator();
            Node first = documents.hasNext() ? documents.next() : null;
            if (first == null
                    || first instanceof ScalarNode scalar && scalar.getValue().isBlank()) {
                throw new ConfigException(source + ":1:", "", "is empty");
            }
            if (documents.hasNext()) {
                throw new ConfigException(
                        source + ":" + line(documents.next()) + ":", "", "holds a second document; one is allowed");
            }
            return first;
        } catch (MarkedYAMLException e) {
            int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
            throw new ConfigException(source + ":" + line + ":", "", "is not YAML: " + oneLine(e.getProblem()));
        } catch (YAMLException e) {
            throw new ConfigException(source + ":1:", "", "is not YAML: " + oneLine(e.getMessage()));
        }
    }

    private void check(Node node, String path) {
        if (node.getAnchor() != null) {
            throw new ConfigException(
                    source + ":" + line(node) + ": " + path,
                    "",
                    "uses an anchor (&); write the value where it is needed");
        }
        if (node instanceof MappingNode mapping) {
            Set<String> seen = new HashSet<>();
            for (NodeTuple tuple : mapping.getValue()) {
                String key = key(tuple, path);
                String full = path.isEmpty() ? key : path + "." + key;
                if (!seen.add(key)) {
                    throw new ConfigException(
                            source + ":" + line(tuple.getKeyNode()) + ": " + full, key, "is given twice");
                }
                check(tuple.getValueNode(), full);
            }
        } else if (node instanceof SequenceNode sequence) {
            for (int i = 0; i < sequence.getValue().size(); i++) {
                check(sequence.getValue().get(i), path + "[" + i + "]");
            }
        }
    }

    private String key(NodeTuple tuple, String path) {
        if (tuple.getKeyNode() instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw new ConfigException(
                source + ":" + line(tuple.getKeyNode()) + ": " + path, "", "has a key that is not a plain word");
    }

    private static NodeTuple entry(MappingNode mapping, Object key) {
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode scalar
                        && scalar.getValue().equals(String.valueOf(key)))
                .findFirst()
                .orElse(null);
    }

    private static Node element(Node node, Object index) {
        return node instanceof SequenceNode sequence
                        && index instanceof Integer at
                        && at < sequence.getValue().size()
                ? sequence.getValue().get(at)
                : null;
    }

    private static String written(List<Object> path) {
        StringBuilder text = new StringBuilder();
        for (Object part : path) {
            if (part instanceof Integer index) {
                text.append('[').append(index).append(']');
            } else {
                text.append(text.isEmpty() ? "" : ".").append(part);
            }
        }
        return text.toString();
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static String oneLine(String text) {
        return String.valueOf(text).lines().findFirst().orElse("").trim();
    }
}
