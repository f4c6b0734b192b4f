package org.renkei.broker.limits;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.renkei.broker.channel.FlowBlock;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.storage.DurableFile;

/**
 * What an operator blocked, with the reason, in one small JSON file; it stays blocked over a restart (A4, A5). A channel has two
 * switches, and each refuses on its own: that of the channel itself, and that of the flow which starts there. A change is on disk when
 * its method returns. Thread-safe.
 */
public final class HandBlocks {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path file;
    private volatile Blocks blocks;

    private HandBlocks(Path file, Blocks blocks) {
        this.file = file;
        this.blocks = blocks;
    }

    /** @throws ConfigException if there is a file that cannot be read: who was blocked is then not known */
    public static HandBlocks load(Path file) {
        try {
            return new HandBlocks(file, Files.exists(file) ? read(file) : Blocks.NONE);
        } catch (JsonProcessingException e) {
            throw damaged(file);
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "", "cannot be read: " + e.getMessage());
        }
    }

    /** Also in the form that knew only channels, each with its reason. */
    private static Blocks read(Path file) throws IOException {
        JsonNode root = JSON.readTree(Files.readAllBytes(file));
        if (!root.isObject()) {
            throw damaged(file);
        }
        for (JsonNode value : root) {
            if (value.isTextual()) {
                Map<String, String> channels = new HashMap<>();
                root.properties()
                        .forEach(each ->
                                channels.put(each.getKey(), each.getValue().asText()));
                return new Blocks(channels, Map.of());
            }
        }
        return JSON.treeToValue(root, Blocks.class);
    }

    private static ConfigException damaged(Path file) {
        return new ConfigException(file.toString(), "", "is damaged; remove it, then block again what was blocked");
    }

    /** Why {@code channel} is blocked, or null if it is not. */
    public String reason(String channel) {
        return blocks.channels.get(channel);
    }

    public void block(String channel, String reason) {
        keep(before -> new Blocks(with(before.channels, channel, reason), before.flows));
    }

    public void unblock(String channel) {
        keep(before -> new Blocks(without(before.channels, channel), before.flows));
    }

    /** The blocked flow that starts at {@code channel}, or null if it is not blocked. */
    public FlowBlock flow(String channel) {
        return blocks.flows.get(channel);
    }

    public void blockFlow(String channel, FlowBlock block) {
        keep(before -> new Blocks(before.channels, with(before.flows, channel, block)));
    }

    public void unblockFlow(String channel) {
        keep(before -> new Blocks(before.channels, without(before.flows, channel)));
    }

    private static <V> Map<String, V> with(Map<String, V> map, String key, V value) {
        Map<String, V> changed = new TreeMap<>(map);
        changed.put(key, value);
        return changed;
    }

    private static <V> Map<String, V> without(Map<String, V> map, String key) {
        Map<String, V> changed = new TreeMap<>(map);
        changed.remove(key);
        return changed;
    }

    private synchronized void keep(UnaryOperator<Blocks> change) {
        Blocks changed = change.apply(blocks);
        if (changed.equals(blocks)) {
            return;
        }
        try {
            DurableFile.replace(file, JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(changed));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
        blocks = changed;
    }

    /**
     * The file as it is written.
     *
     * @param channels blocked ones, with the reason
     * @param flows blocked ones, by the channel that they start at
     */
    private record Blocks(Map<String, String> channels, Map<String, FlowBlock> flows) {
        static final Blocks NONE = new Blocks(Map.of(), Map.of());

        Blocks {
            channels = channels == null ? Map.of() : channels;
            flows = flows == null ? Map.of() : flows;
        }
    }
}
