package org.renkei.broker.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
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
    private final List<ConfigProblem> problems = new ArrayList<>();

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

    /** What is wrong with the tree itself, but can be passed over: keys that are given twice. */
    List<ConfigProblem> problems() {
        return problems;
    }

    /** With the line where {@code path} stands, or its nearest ancestor that is there. */
    ConfigProblem problem(String path, String problem) {
        return new ConfigProblem(source, find(path).line(), path, problem);
    }

    /** What is written at {@code path}, or null if nothing is, or more than one word. */
    String scalar(String path) {
        Found found = find(path);
        boolean one = found.whole() && found.node() instanceof ScalarNode;
        return one && !((ScalarNode) found.node()).getValue().isEmpty() ? ((ScalarNode) found.node()).getValue() : null;
    }

    private record Found(Node node, int line, boolean whole) {}

    /** Keys may contain dots themselves, so each step takes the longest one that fits. */
    private Found find(String path) {
        Node node = root;
        int line = line(root);
        String rest = path;
        while (!rest.isEmpty()) {
            String part = null;
            if (rest.startsWith("[")) {
                part = rest.substring(0, rest.indexOf(']') + 1);
                Node element = element(node, part);
                // What may be written without its brackets stands where its list would.
                line = element == null ? line : line(element);
                node = element == null ? node : element;
            } else if (node instanceof MappingNode mapping) {
                NodeTuple entry = entry(mapping, rest);
                if (entry != null) {
                    part = ((ScalarNode) entry.getKeyNode()).getValue();
                    line = line(entry.getKeyNode());
                    node = entry.getValueNode();
                }
            }
            if (part == null) {
                return new Found(node, line, false);
            }
            rest = rest.substring(part.length());
            rest = rest.startsWith(".") ? rest.substring(1) : rest;
        }
        return new Found(node, line, true);
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
            throw unusable(node, path, "uses an anchor (&); write the value where it is needed");
        }
        if (node instanceof MappingNode mapping) {
            Set<String> seen = new HashSet<>();
            for (NodeTuple tuple : mapping.getValue()) {
                String key = key(tuple, path);
                String full = path.isEmpty() ? key : path + "." + key;
                if (!seen.add(key)) {
                    problems.add(new ConfigProblem(source, line(tuple.getKeyNode()), full, "is given twice"));
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
        throw unusable(tuple.getKeyNode(), path, "has a key that is not a plain word");
    }

    private ConfigException unusable(Node node, String path, String problem) {
        return new ConfigException(List.of(new ConfigProblem(source, line(node), path, problem)));
    }

    private static NodeTuple entry(MappingNode mapping, String rest) {
        return mapping.getValue().stream()
                .filter(tuple -> tuple.getKeyNode() instanceof ScalarNode)
                .filter(tuple -> leads(((ScalarNode) tuple.getKeyNode()).getValue(), rest))
                .max(Comparator.comparingInt(
                        tuple -> ((ScalarNode) tuple.getKeyNode()).getValue().length()))
                .orElse(null);
    }

    private static boolean leads(String key, String rest) {
        return !key.isEmpty()
                && rest.startsWith(key)
                && (rest.length() == key.length() || ".[".indexOf(rest.charAt(key.length())) >= 0);
    }

    private static Node element(Node node, String index) {
        int at = Integer.parseInt(index.substring(1, index.length() - 1));
        return node instanceof SequenceNode sequence && at < sequence.getValue().size()
                ? sequence.getValue().get(at)
                : null;
    }

    private static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    private static String oneLine(String text) {
        return String.valueOf(text).lines().findFirst().orElse("").trim();
    }
}
