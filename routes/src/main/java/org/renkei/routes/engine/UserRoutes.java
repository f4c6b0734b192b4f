package org.renkei.routes.engine;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.renkei.broker.config.ConfigException;

/** The Camel routes that users put beside the flows, in Camel's own YAML. */
final class UserRoutes {
    private UserRoutes() {}

    /** @throws ConfigException for the first file that is not a Camel route */
    static void load(CamelContext camel, Path directory) {
        for (Path file : files(directory)) {
            Resource resource = ResourceHelper.resolveResource(camel, "file:" + file);
            try {
                PluginHelper.getRoutesLoader(camel).loadRoutes(resource);
            } catch (Exception e) {
                throw new ConfigException(file + ":", "", "is not a Camel route: " + Causes.rootOf(e));
            }
        }
    }

    private static List<Path> files(Path directory) {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(directory)) {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.yaml")) {
                found.forEach(files::add);
            } catch (IOException e) {
                throw new ConfigException(directory + ":", "", "cannot be read: " + e.getMessage());
            }
        }
        files.sort(null);
        return files;
    }
}
