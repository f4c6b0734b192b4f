package org.renkei.tracking.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.util.List;

/** Where an event sent its job, as one column. */
final class PlacesJson {

    private static final TypeReference<List<Place>> PLACES = new TypeReference<>() {};
    private static final ObjectWriter WRITER = StepEventJson.MAPPER.writerFor(PLACES);
    private static final ObjectReader READER = StepEventJson.MAPPER.readerFor(PLACES);

    private PlacesJson() {}

    /** Null for none. */
    static String encode(List<Place> places) {
        try {
            return places.isEmpty() ? null : WRITER.writeValueAsString(places);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("places could not be written as JSON", e);
        }
    }

    static List<Place> decode(String json) {
        try {
            List<Place> places = json == null ? List.of() : READER.readValue(json);
            return places.stream().map(StepEventJson::complete).toList();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("column sent_to does not hold places: " + json, e);
        }
    }
}
