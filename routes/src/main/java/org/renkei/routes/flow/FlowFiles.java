package org.renkei.routes.flow;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.renkei.broker.config.Checks;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.ConfigProblems;
import org.renkei.broker.config.StrictYaml;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/** Reads flows from their files. */
public final class FlowFiles {
    private FlowFiles() {}

    /**
     * Every {@code *.yaml} in a directory, in the order of their names; none if there is no such directory.
     *
     * @throws ConfigException with all that is wrong in any of the files, with file, line and path
     */
    public static List<Flow> read(Path directory) {
        return whole(drafts(directory));
    }

    /** The same as far as it can be read, whatever is wrong. */
    public static List<FlowDraft> drafts(Path directory) {
        return yamlFiles(directory).stream().map(FlowFiles::draft).toList();
    }

    /** @throws ConfigException with all that could not be read in any of them */
    static List<Flow> whole(List<FlowDraft> drafts) {
        ConfigProblems problems = new ConfigProblems();
        drafts.forEach(draft -> problems.addAll(draft.problems()));
        problems.refuse();
        return drafts.stream().map(FlowDraft::whole).toList();
    }

    /**
     * A flow and the schema that it names, from a file.
     *
     * @throws ConfigException if one of them cannot be used, with file, line and path
     */
    public static Flow readOne(Path file) {
        return draft(file).whole();
    }

    /** A flow and the schema that it names, as far as they can be read. */
    public static FlowDraft draft(Path file) {
        String yaml;
        try {
            yaml = StrictYaml.text(file);
        } catch (ConfigException e) {
            return FlowDraft.unreadable(file.toString(), e);
        }
        FlowSource alone = new FlowSource(file.toString(), yaml, null);
        FlowDraft draft = draft(alone);
        if (draft.schema() == null) {
            return draft;
        }
        Checks checks = new Checks();
        String[] schema = new String[1];
        checks.attempt(() -> schema[0] = schema(file, draft.schema()));
        return schema[0] == null
                ? draft.with(alone.located(checks))
                : draft(new FlowSource(alone.file(), yaml, schema[0]));
    }

    private static String schema(Path file, String name) {
        try {
            return StrictYaml.text(file.resolveSibling(name));
        } catch (ConfigException e) {
            throw new ConfigException("accept.schema", name + " " + e.problem());
        }
    }

    /** As much as can be read of it. */
    public static FlowDraft draft(FlowSource source) {
        return FlowDraft.of(source, StrictYaml.reading(source.file(), source.yaml(), FlowDocument.class));
    }

    /** @throws ConfigException if it cannot be used, with file, line and path */
    public static Flow parse(FlowSource source) {
        return draft(source).whole();
    }

    private static List<Path> yamlFiles(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.{yaml,yml}")) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new RenkeiException(ErrorCode.CONFIG_UNREADABLE, directory + " cannot be read: " + e.getMessage(), e);
        }
        files.sort(null);
        return files;
    }
}
