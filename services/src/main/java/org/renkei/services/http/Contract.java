package org.renkei.services.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/**
 * The HTTP API as {@code openapi.yaml} declares it. The server makes its routes, roles and checks of parameters from it, so that it
 * cannot say one thing and do another. Immutable.
 */
final class Contract {
    private static final String FILE = "openapi.yaml";
    private static final int LONGEST_TEXT = 2_000;

    private final JsonNode document;
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    private Contract(JsonNode document) {
        this.document = document;
        String root = document.at("/servers/0/url").asText();
        for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (!method.getKey().equals("parameters")) {
                    add(root + path.getKey(), method.getKey(), method.getValue());
                }
            }
        }
    }

    static Contract load() {
        try (InputStream file = Contract.class.getResourceAsStream(FILE)) {
            Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
            return new Contract(Json.MAPPER.valueToTree(yaml.load(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The whole of it, for those who generate clients. */
    JsonNode document() {
        return document;
    }

    /** By id, in the order of the file. */
    Map<String, Operation> operations() {
        return operations;
    }

    private void add(String path, String method, JsonNode declared) {
        Map<String, QueryParameter> query = new LinkedHashMap<>();
        for (JsonNode each : declared.path("parameters")) {
            JsonNode parameter = resolved(each);
            if (parameter.path("in").asText().equals("query")) {
                query.put(parameter.path("name").asText(), queryParameter(parameter));
            }
        }
        String id = declared.path("operationId").asText();
        operations.put(
                id,
                new Operation(
                        id,
                        HandlerType.findOrCreate(method.toUpperCase(Locale.ROOT)),
                        path,
                        Access.valueOf(declared.path("x-role").asText().toUpperCase(Locale.ROOT)),
                        declared.path("x-live").asBoolean(),
                        declared.path("x-large-body").asBoolean(),
                        query));
    }

    private QueryParameter queryParameter(JsonNode parameter) {
        JsonNode schema = resolved(parameter.path("schema"));
        String type = schema.path("type").asText();
        boolean many = type.equals("array");
        List<String> choices = new ArrayList<>();
        schema.path("enum").forEach(choice -> choices.add(choice.asText()));
        return new QueryParameter(
                parameter.path("name").asText(),
                switch (type) {
                    case "integer" -> QueryParameter.Type.INTEGER;
                    case "boolean" -> QueryParameter.Type.BOOLEAN;
                    default -> QueryParameter.Type.STRING;
                },
                choices,
                schema.path("minimum").asLong(0),
                schema.path("maximum").asLong(Long.MAX_VALUE),
                schema.path("maxLength").asInt(LONGEST_TEXT),
                many);
    }

    private JsonNode resolved(JsonNode node) {
        String reference = node.path("$ref").asText("");
        return reference.isEmpty() ? node : document.at(reference.substring(1));
    }
}
