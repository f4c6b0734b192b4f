package org.renkei.routes.engine;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.storage.DurableFile;

/**
 * The applications and steps that an operator paused, in one small JSON file; they stay paused over a restart (A5). A name stays paused
 * even while no flow knows it. A change is on disk when its method returns. Thread-safe.
 */
final class Pauses {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    private final Path file;
    private volatile Map<String, Pause> byName;

    private Pauses(Path file, Map<String, Pause> byName) {
        this.file = file;
        this.byName = byName;
    }

    /** @throws ConfigException if there is a file that cannot be read: what was paused is then not known */
    static Pauses load(Path file) {
        try {
            return new Pauses(file, Files.exists(file) ? read(file) : Map.of());
        } catch (JsonProcessingException e) {
            throw damaged(file);
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "", "cannot be read: " + e.getMessage());
        }
    }

    private static Map<String, Pause> read(Path file) throws IOException {
        Map<String, Pause> read = JSON.readValue(Files.readAllBytes(file), new TypeReference<>() {});
        if (read == null || read.containsValue(null)) {
            throw damaged(file);
        }
        return Map.copyOf(read);
    }

    private static ConfigException damaged(Path file) {
        return new ConfigException(file.toString(), "", "is damaged; remove it, then pause again what was paused");
    }

    /** Asked before each message that is handed out. */
    boolean any(Set<String> names) {
        Map<String, Pause> now = byName;
        if (now.isEmpty()) {
            return false;
        }
        for (String name : names) {
            if (now.containsKey(name)) {
                return true;
            }
        }
        return false;
    }

    Optional<Pause> of(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    Map<String, Pause> all() {
        return byName;
    }

    synchronized void pause(String name, Pause pause) {
        Map<String, Pause> changed = new TreeMap<>(byName);
        changed.put(name, pause);
        keep(changed);
    }

    synchronized void resume(String name) {
        Map<String, Pause> changed = new TreeMap<>(byName);
        if (changed.remove(name) != null) {
            keep(changed);
        }
    }

    private void keep(Map<String, Pause> changed) {
        try {
            DurableFile.replace(file, JSON.writeValueAsBytes(changed));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        byName = Map.copyOf(changed);
    }
}
