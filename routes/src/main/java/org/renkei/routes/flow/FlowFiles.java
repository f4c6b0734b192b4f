package org.renkei.routes.flow;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.StrictYaml;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/** Reads flows from their files. */
public final class FlowFiles {
    private FlowFiles() {}

    /**
     * Every {@code *.yaml} in a directory, in the order of their names; none if there is no such directory.
     *
     * @throws ConfigException for the first file that cannot be used, with file, line and path
     */
    public static List<Flow> read(Path directory) {
        List<Flow> flows = new ArrayList<>();
        for (Path file : yamlFiles(directory)) {
            flows.add(readOne(file));
        }
        return flows;
    }

    /**
     * A flow and the schema that it names, from a file.
     *
     * @throws ConfigException if one of them cannot be used, with file, line and path
     */
    public static Flow readOne(Path file) {
        FlowSource source = new FlowSource(file.toString(), StrictYaml.text(file), null);
        Flow flow = parse(source);
        String schema = flow.accept().schema();
        if (schema == null) {
            return flow;
        }
        FlowSource[] whole = new FlowSource[1];
        source.locating(() -> whole[0] = new FlowSource(source.file(), source.yaml(), schema(file, schema)));
        return parse(whole[0]);
    }

    private static String schema(Path file, String name) {
        try {
            return StrictYaml.text(file.resolveSibling(name));
        } catch (ConfigException e) {
            throw new ConfigException("accept.schema", name + " " + e.problem());
        }
    }

    /** @throws ConfigException if it cannot be used, with file, line and path */
    public static Flow parse(FlowSource source) {
        return StrictYaml.read(source.file(), source.yaml(), FlowDocument.class).toFlow(source);
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
