package org.renkei.services.activity;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An entry as a line of JSON. */
final class ActivityJson {
    private static final Logger log = LoggerFactory.getLogger(ActivityJson.class);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .defaultPropertyInclusion(JsonInclude.Value.ALL_NON_NULL)
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private ActivityJson() {}

    /** With the line's end. */
    static byte[] line(ActivityEntry entry) {
        try {
            return (JSON.writeValueAsString(entry) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Empty if it is none, as what a crash has cut off. */
    static Optional<ActivityEntry> read(String line) {
        try {
            return Optional.ofNullable(JSON.readValue(line, ActivityEntry.class))
                    .filter(entry -> entry.at() != null);
        } catch (JsonProcessingException e) {
            log.atDebug().addKeyValue("line", line).log("no entry of the activity log");
            return Optional.empty();
        }
    }
}
