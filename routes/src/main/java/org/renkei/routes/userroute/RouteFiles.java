package org.renkei.routes.userroute;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.StrictYaml;

/** Reads the files of Camel routes. */
public final class RouteFiles {
    private RouteFiles() {}

    /**
     * Every file of routes in a directory, in the order of their names; none if there is no such directory.
     *
     * @throws ConfigException if one cannot be read
     */
    public static List<RouteFile> read(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(RouteFile::isRoute)
                    .sorted()
                    .map(file -> new RouteFile(file.toString(), StrictYaml.text(file)))
                    .toList();
        } catch (IOException e) {
            throw new ConfigException(directory + ":", "", "cannot be read: " + e.getMessage());
        }
    }
}
