package org.renkei.routes.engine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.flow.Join;

/** Makes one message of the copies that came together. Thread-safe. */
record JoinedBody(Join.Body how) {

    /**
     * The first of them, with the body of all.
     *
     * @throws RenkeiException {@code BODY_NOT_JSON} if one of them cannot be joined with the others
     */
    ChannelMessage of(List<ChannelMessage> copies) {
        ChannelMessage first = copies.get(0);
        if (how == Join.Body.FIRST) {
            return first;
        }
        List<JsonNode> bodies = new ArrayList<>();
        for (ChannelMessage copy : copies) {
            bodies.add(parse(copy.body()));
        }
        JsonNode all = how == Join.Body.LIST ? JobJson.MAPPER.createArrayNode().addAll(bodies) : merged(bodies);
        return first.withBody(Body.of(all.toString()));
    }

    /** The first of them, with a list of all bodies: those that are no JSON as strings. */
    static ChannelMessage listed(List<ChannelMessage> copies) {
        ArrayNode list = JobJson.MAPPER.createArrayNode();
        for (ChannelMessage copy : copies) {
            try {
                list.add(JobJson.parse(copy.body()));
            } catch (IOException | IllegalStateException e) {
                list.add(JobJson.shown(copy.body()));
            }
        }
        return copies.get(0).withBody(Body.of(list.toString()));
    }

    private static JsonNode parse(Body body) {
        try {
            return JobJson.parse(body);
        } catch (IOException | IllegalStateException e) {
            throw new RenkeiException(
                    ErrorCode.BODY_NOT_JSON, "the body of a copy is no longer JSON: " + e.getMessage(), e);
        }
    }

    private static JsonNode merged(List<JsonNode> bodies) {
        ObjectNode merged = JobJson.MAPPER.createObjectNode();
        for (JsonNode body : bodies) {
            if (!(body instanceof ObjectNode object)) {
                throw new RenkeiException(
                        ErrorCode.BODY_NOT_JSON,
                        "the body of a copy is no JSON object, and cannot be merged with the others: say join: {body: list}");
            }
            merged.setAll(object);
        }
        return merged;
    }
}
