package org.renkei.services.alarm;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Alarms as JSON: as the console shows them, in the file that keeps them, and as others are told of them. */
final class AlarmJson {
    private static final String UNTOLD = "untold";
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

    static byte[] write(KeptAlarms kept) {
        ArrayNode all = JSON.createArrayNode();
        for (Alarm alarm : kept.alarms()) {
            ObjectNode json = JSON.valueToTree(alarm);
            if (kept.untold().contains(alarm.id())) {
                json.put(UNTOLD, true);
            }
            all.add(json);
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeptAlarms read(byte[] json) throws IOException {
        List<Alarm> alarms = new ArrayList<>();
        Set<String> untold = new HashSet<>();
        for (ObjectNode each : JSON.readValue(json, ObjectNode[].class)) {
            Alarm alarm = JSON.treeToValue(each, Alarm.class);
            alarms.add(alarm);
            if (each.path(UNTOLD).asBoolean()) {
                untold.add(alarm.id());
            }
        }
        return new KeptAlarms(alarms, untold);
    }
}
