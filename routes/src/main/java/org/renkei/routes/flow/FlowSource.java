package org.renkei.routes.flow;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.renkei.broker.config.Checks;
import org.renkei.broker.config.ConfigProblem;
import org.renkei.broker.config.ConfigProblems;
import org.renkei.broker.config.StrictYaml;

/**
 * What a flow was read from. Two that are alike have the same version.
 *
 * @param file its path; relative paths of the flow's commands begin at its folder
 * @param yaml the text of that file
 * @param schema the text of the JSON Schema that it names; null if it names none
 * @param apps the versions of the applications in jars that its beans come from, by their names
 */
public record FlowSource(String file, String yaml, String schema, Map<String, String> apps) {

    public FlowSource {
        apps = Map.copyOf(apps);
    }

    /** Without applications of jars. */
    public FlowSource(String file, String yaml, String schema) {
        this(file, yaml, schema, Map.of());
    }

    /** Eight hexadecimal digits that change whenever one of the texts does. */
    public String version() {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(yaml.getBytes(StandardCharsets.UTF_8));
            if (schema != null) {
                digest.update((byte) 0);
                digest.update(schema.getBytes(StandardCharsets.UTF_8));
            }
            new TreeMap<>(apps).forEach((app, version) -> {
                digest.update((byte) 1);
                digest.update((app + "=" + version).getBytes(StandardCharsets.UTF_8));
            });
            return HexFormat.of().formatHex(digest.digest(), 0, 4);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** The folder in which the file lies. */
    public Path folder() {
        return Path.of(file).toAbsolutePath().getParent();
    }

    /**
     * Runs a check of the flow.
     *
     * @throws org.renkei.broker.config.ConfigException as the check threw it, with file, line and path before its key
     */
    public void locating(Runnable check) {
        StrictYaml.locating(file, yaml, check);
    }

    /** What a check of the flow has found, with file, line and path. */
    public List<ConfigProblem> located(Checks checks) {
        ConfigProblems problems = new ConfigProblems();
        problems.attempt(() -> locating(checks::done));
        return problems.all();
    }
}
