package org.renkei.tracking.journey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import java.time.Instant;
import java.util.List;

/** What a row of {@code tracking.stretch} says of each pass, beside what is the same for all of them. */
record PassJson(
        String step,
        String channel,
        String application,
        int attempt,
        boolean redelivered,
        Instant queuedAt,
        Instant startedAt,
        Instant endedAt,
        String error,
        List<Place> next) {

    private static final TypeReference<List<Place>> PLACES = new TypeReference<>() {};
    private static final TypeReference<List<PassJson>> PASSES = new TypeReference<>() {};
    private static final ObjectWriter WRITER = StepEventJson.MAPPER.writerFor(PASSES);
    private static final ObjectReader READER = StepEventJson.MAPPER.readerFor(PASSES);

    private static PassJson of(StepEvent event) {
        return new PassJson(
                Column.NAME.fit(event.step()),
                Column.NAME.fit(event.channel()),
                Column.APPLICATION.fit(event.application()),
                event.attempt(),
                event.redelivered(),
                event.queuedAt(),
                event.startedAt(),
                event.endedAt(),
                Column.ERROR.fit(event.error()),
                event.next());
    }

    static String encode(List<StepEvent> passes) {
        try {
            return Column.storable(
                    WRITER.writeValueAsString(passes.stream().map(PassJson::of).toList()));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("passes could not be written as JSON", e);
        }
    }

    static List<PassJson> decode(String json) {
        try {
            return READER.readValue(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("column passes does not hold passes: " + json, e);
        }
    }

    List<Place> places() {
        return complete(next);
    }

    /** @param json null for none */
    static List<Place> places(String json) {
        try {
            return complete(json == null ? null : StepEventJson.MAPPER.readValue(json, PLACES));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("column sent_to does not hold places: " + json, e);
        }
    }

    private static List<Place> complete(List<Place> places) {
        return places == null
                ? List.of()
                : places.stream().map(StepEventJson::complete).toList();
    }
}
