package org.renkei.routes.app;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.StrictYaml;

/** What an application says of itself in {@value #ENTRY} of one of its jars: the names of its beans, and their classes. */
final class AppDescriptor {
    static final String ENTRY = "META-INF/renkei/applications.yaml";

    private AppDescriptor() {}

    /**
     * The classes by the names of the beans, in the order of the file.
     *
     * @throws ConfigException if none of the jars has that file, several have it, or it cannot be used
     */
    static Map<String, String> read(String app, List<Path> jars) {
        Map<String, String> beans = null;
        String found = null;
        for (Path jar : jars) {
            String text = text(app, jar);
            if (text == null) {
                continue;
            }
            String place = jar.getFileName() + "!/" + ENTRY;
            if (found != null) {
                throw new ConfigException("apps/" + app + ":", "", "has two of them, " + found + " and " + place);
            }
            found = place;
            beans = StrictYaml.read(
                    "apps/" + app + "/" + place, text, new TypeReference<LinkedHashMap<String, String>>() {});
        }
        if (beans == null || beans.isEmpty()) {
            throw new ConfigException(
                    "apps/" + app + ":",
                    "",
                    "names no beans: one of its jars needs a file " + ENTRY
                            + " with lines as  check: com.example.Check");
        }
        return beans;
    }

    private static String text(String app, Path jar) {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            ZipEntry entry = zip.getEntry(ENTRY);
            if (entry == null) {
                return null;
            }
            try (InputStream in = zip.getInputStream(entry)) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new ConfigException(
                    "apps/" + app + "/" + jar.getFileName() + ":",
                    "",
                    "is not a jar that can be read: " + e.getMessage());
        }
    }
}
