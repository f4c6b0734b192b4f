package org.renkei.routes.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.renkei.broker.config.ConfigException;

/** Finds the folders of applications. */
public final class AppFolders {
    private AppFolders() {}

    /**
     * Every folder in a directory, by its name; none if there is no such directory.
     *
     * @throws ConfigException if it cannot be read, or a folder's name is none for an application
     */
    public static Map<String, Path> in(Path directory) {
        Map<String, Path> apps = new LinkedHashMap<>();
        if (!Files.isDirectory(directory)) {
            return apps;
        }
        try (Stream<Path> folders = Files.list(directory)) {
            folders.filter(Files::isDirectory)
                    .filter(folder -> !folder.getFileName().toString().startsWith("."))
                    .sorted()
                    .forEach(folder -> apps.put(name(folder), folder));
            return apps;
        } catch (IOException e) {
            throw new ConfigException(directory + ":", "", "cannot be read: " + e.getMessage());
        }
    }

    private static String name(Path folder) {
        String name = folder.getFileName().toString();
        if (!name.matches("[A-Za-z0-9][A-Za-z0-9_-]{0,63}")) {
            throw new ConfigException(
                    folder + ":", "", "is no name for an application: letters, digits, _ and -, 64 at the most");
        }
        return name;
    }

    /**
     * The names of the beans in them, without loading a class.
     *
     * @throws ConfigException if an application does not say them
     */
    public static Set<String> beans(Path directory) {
        Set<String> beans = new LinkedHashSet<>();
        in(directory).forEach((name, folder) -> {
            try {
                beans.addAll(AppDescriptor.read(name, AppStore.jars(folder)).keySet());
            } catch (IOException e) {
                throw new ConfigException(folder + ":", "", "cannot be read: " + e.getMessage());
            }
        });
        return beans;
    }
}
