package org.renkei.services.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Looks at a YAML file without reading it as one. */
final class YamlText {
    private YamlText() {}

    /** True if it holds nothing but comments: all its keys were left out. False also if it cannot be read. */
    static boolean isBlank(Path file) {
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(String::strip).allMatch(line -> line.isEmpty() || line.startsWith("#"));
        } catch (IOException | UncheckedIOException e) {
            return false;
        }
    }
}
