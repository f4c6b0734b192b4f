package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/** Turns one switch of each thing that is named, and tells how it stands afterwards. */
abstract class Switch extends Verb {
    private final String things;
    private final String action;

    /**
     * @param things the first segment of their paths
     * @param action the last one
     */
    Switch(String things, String action) {
        this.things = things;
        this.action = action;
    }

    @Override
    public final Integer call() {
        ServerConnection server = server();
        for (String name : names()) {
            String path = "/" + things + "/" + ServerConnection.segment(name);
            JsonNode after = settled(server, path, server.post(path + "/" + action, request()));
            out().println(name + " " + told(after));
        }
        return ExitCode.DONE;
    }

    abstract List<String> names();

    Map<String, Object> request() {
        return Map.of();
    }

    /** The answer when the switch has taken effect, from the first one. */
    JsonNode settled(ServerConnection server, String path, JsonNode answered) {
        return answered;
    }

    /** How it stands, to be read after its name. */
    abstract String told(JsonNode after);
}
