package org.renkei.services.alarm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.List;

/** Alarms as JSON: as the console shows them, in the file that keeps them, and as others are told of them. */
final class AlarmJson {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_NULL)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private AlarmJson() {}

    static Announcement announcement(AlarmEvent event, Alarm alarm, String node) {
        ObjectNode json = JSON.createObjectNode().put("event", event.name()).put("node", node);
        json.setAll(JSON.<ObjectNode>valueToTree(alarm));
        return new Announcement(event, alarm, json.toString());
    }

    static byte[] write(List<Alarm> alarms) {
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(alarms);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Alarm> read(byte[] json) throws IOException {
        return JSON.readValue(json, new TypeReference<>() {});
    }
}
