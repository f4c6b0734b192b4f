package org.renkei.services.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.renkei.services.cli.CommandException;
import org.renkei.services.cli.ServerConnection;

/**
 * What the shop's books say, as its flow {@code charges} counts them with SQL.
 *
 * @param charges rows
 * @param orders different orders among them
 * @param jobs different jobs among them
 */
record Charges(int charges, int orders, int jobs) {
    private static final Duration WITHIN = Duration.ofSeconds(60);

    /** Asks as anybody may: by a job of that flow, and its answer. */
    static Charges count(ServerConnection server) {
        JsonNode answer = server.post("/flows/charges/jobs?wait=30s", "{}", WITHIN);
        try {
            JsonNode counted = new ObjectMapper().readTree(answer.path("body").asText());
            return new Charges(
                    counted.required("charges").asInt(),
                    counted.required("orders").asInt(),
                    counted.required("jobs").asInt());
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new CommandException("the flow charges does not answer with a count: " + answer);
        }
    }

    int twice() {
        return charges - orders;
    }
}
