package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.services.cli.ServerConnection;

/** That the server answers what its contract says, nothing less and nothing more, with something in every list. */
class ContractTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path directory;

    private static ServerFixture server;
    private static JsonNode contract;
    private static Map<String, String> questions;

    @BeforeAll
    static void start() throws Exception {
        GateApplication.shut();
        BrittleApplication.breaks();
        server = new ServerFixture(directory).start();
        contract = withNothingElse(
                JSON.readTree(server.asToken("GET", "/openapi.json", "").body()));
        String done = server.submit("durable", "{\"order\":7}");
        server.awaitAtGate(1);
        server.submit("durable");
        server.submit("brittle", "{}");
        await().until(() -> server.get("/dead-letters").path("matched").asInt() == 1);
        String letter =
                server.get("/dead-letters").path("letters").get(0).path("id").asText();
        server.asToken("POST", "/channels/quick-in/block", "{\"reason\":\"stocktaking\"}");
        server.asToken("POST", "/flows/mixed/block", "{}");
        server.asToken("POST", "/applications/brittle/pause", "{}");
        server.asToken("POST", "/tokens", "{\"name\":\"ci\",\"roles\":[\"VIEW\"]}");
        String operation = ServerFixture.json(server.asToken("POST", "/dead-letters/recover", "{}"))
                .path("id")
                .asText();
        await().until(() ->
                server.get("/channels/durable-do/messages").path("messages").size() == 2);
        String message = server.get("/channels/durable-do/messages")
                .path("messages")
                .get(1)
                .path("id")
                .asText();
        await().until(() -> server.get("/alarms").path("alarms").size() > 0);
        String kept = ServerFixture.json(server.asToken("POST", "/flows/brittle/jobs?keep=true", "no JSON"))
                .path("job")
                .asText();
        await().until(() -> server.asToken("GET", "/results/" + kept, "").statusCode() == 200);
        questions = Map.ofEntries(
                Map.entry("showResult", "/results/" + kept),
                Map.entry("showJob", "/jobs/" + done),
                Map.entry("showChannel", "/channels/durable-do"),
                Map.entry("showChannelHistory", "/channels/durable-do/history"),
                Map.entry("listChannelClients", "/channels/durable-do/clients"),
                Map.entry("listMessages", "/channels/durable-do/messages"),
                Map.entry("showMessage", "/channels/durable-do/messages/" + ServerConnection.segment(message)),
                Map.entry("showFlow", "/flows/durable"),
                Map.entry("listFlowVersions", "/flows/durable/versions"),
                Map.entry("showDeadLetter", "/dead-letters/" + letter),
                Map.entry("showOperation", "/dead-letters/operations/" + operation));
    }

    @AfterAll
    static void stop() {
        BrittleApplication.isMended();
        server.close();
    }

    @TestFactory
    List<DynamicTest> shouldAnswerWhatTheContractSays() {
        List<DynamicTest> tests = new ArrayList<>();
        contract.path("paths").properties().forEach(path -> {
            JsonNode asked = path.getValue().path("get");
            JsonNode schema = json(asked, "200");
            if (!schema.isMissingNode()) {
                String question =
                        questions.getOrDefault(asked.path("operationId").asText(), path.getKey());
                tests.add(DynamicTest.dynamicTest("GET " + question, () -> check(question, schema)));
            }
        });
        assertThat(tests).hasSizeGreaterThan(25);
        return tests;
    }

    private static void check(String question, JsonNode schema) throws Exception {
        HttpResponse<String> answer = server.asToken("GET", question, "");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertConforms(schema, answer.body());
    }

    @Test
    void shouldTellErrorsAsTheContractSays() throws Exception {
        JsonNode problem = contract.at("/components/responses/Problem/content/application~1problem+json/schema");
        for (String question : List.of("/channels/none", "/channels?sort=size", "/jobs?limit=0", "/nowhere")) {
            HttpResponse<String> answer = server.asToken("GET", question, "");
            assertThat(answer.statusCode()).isIn(400, 404);
            assertThat(answer.headers().firstValue("Content-Type").orElseThrow())
                    .startsWith("application/problem+json");
            assertConforms(problem, answer.body());
        }
    }

    @Test
    void shouldGoThroughAListPageByPage() {
        Set<String> names = new HashSet<>();
        String after = "";
        int pages = 0;
        do {
            JsonNode page = server.get("/channels?limit=4&sort=-name&after=" + after);
            page.path("channels")
                    .forEach(channel -> names.add(channel.path("name").asText()));
            assertThat(page.path("matched").asInt()).isEqualTo(14);
            after = page.path("next").asText();
            pages++;
        } while (!after.isEmpty());
        assertThat(names).hasSize(14);
        assertThat(pages).isEqualTo(4);
        assertThat(server.get("/channels?search=DURABLE&kind=persistent&state=active&internal=false")
                        .path("matched")
                        .asInt())
                .isEqualTo(2);
    }

    @Test
    void shouldNoticeAnAnswerThatTheContractDoesNotKnow() {
        JsonNode channel = contract.at("/components/schemas/Channel");
        String answer = server.asToken("GET", "/channels/durable-do", "").body();
        assertThatThrownBy(() -> assertConforms(channel, answer.replace("\"watch\"", "\"wach\"")))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("wach");
    }

    private static JsonNode json(JsonNode operation, String status) {
        JsonNode response = operation.path("responses").path(status);
        String reference = response.path("$ref").asText("");
        return (reference.isEmpty() ? response : contract.at(reference.substring(1)))
                .path("content")
                .path("application/json")
                .path("schema");
    }

    private static void assertConforms(JsonNode schema, String answer) throws Exception {
        ObjectNode whole = JSON.createObjectNode();
        whole.put("$schema", SpecVersion.VersionFlag.V202012.getId());
        whole.set("allOf", JSON.createArrayNode().add(schema));
        whole.set("components", contract.path("components"));
        var wrong = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(whole)
                .validate(JSON.readTree(answer));
        assertThat(wrong).as(answer).isEmpty();
    }

    /** Objects may have no other properties than those that are declared; what is extended elsewhere is left as it is. */
    private static JsonNode withNothingElse(JsonNode document) {
        Set<String> extended = Set.of("PendingSummary", "MessageSummary", "Token");
        document.at("/components/schemas").properties().forEach(schema -> {
            if (!extended.contains(schema.getKey())) {
                close(schema.getValue());
            }
        });
        document.path("paths").forEach(path -> close(path.path("get").path("responses")));
        return document;
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object) {
            if (object.path("allOf").isArray()) {
                object.put("unevaluatedProperties", false);
                return;
            }
            if (object.path("type").asText().equals("object")
                    && object.has("properties")
                    && !object.has("additionalProperties")) {
                object.put("additionalProperties", false);
            }
        }
        node.forEach(ContractTest::close);
    }
}
