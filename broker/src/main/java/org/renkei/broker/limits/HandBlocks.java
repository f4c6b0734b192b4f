package org.renkei.broker.limits;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.storage.DurableFile;

/**
 * The channels that an operator blocked, with the reason, in one small JSON file; they stay blocked over a restart (A4).
 * A change is on disk when its method returns. Thread-safe.
 */
public final class HandBlocks {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private volatile Map<String, String> reasons;

    private HandBlocks(Path file, Map<String, String> reasons) {
        this.file = file;
        this.reasons = reasons;
    }

    /** @throws ConfigException if there is a file that cannot be read: who was blocked is then not known */
    public static HandBlocks load(Path file) {
        try {
            return new HandBlocks(
                    file,
                    Files.exists(file) ? JSON.readValue(Files.readAllBytes(file), new TypeReference<>() {}) : Map.of());
        } catch (JsonProcessingException e) {
            throw new ConfigException(file.toString(), "", "is damaged; remove it, then block again what was blocked");
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "", "cannot be read: " + e.getMessage());
        }
    }

    /** Why {@code channel} is blocked, or null if it is not. */
    public String reason(String channel) {
        return reasons.get(channel);
    }

    public synchronized void block(String channel, String reason) {
        Map<String, String> changed = new TreeMap<>(reasons);
        changed.put(channel, reason);
        keep(changed);
    }

    public synchronized void unblock(String channel) {
        Map<String, String> changed = new TreeMap<>(reasons);
        if (changed.remove(channel) != null) {
            keep(changed);
        }
    }

    private void keep(Map<String, String> changed) {
        try {
            DurableFile.replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(changed));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        reasons = changed;
    }
}
