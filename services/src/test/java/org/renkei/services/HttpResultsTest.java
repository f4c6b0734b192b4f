package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;

/** Jobs handed in over HTTP with a key, and results that are fetched later (B6, B7). */
class HttpResultsTest {
    @TempDir
    private static Path directory;

    private static ServerFixture server;
    private static ApiServer http;
    private static String shop;
    private static String rival;
    private static String shopPassword;

    @BeforeAll
    static void start() throws Exception {
        server = new ServerFixture(directory);
        Users users =
                Users.loadOrCreate(server.home().usersFile(), server.home().adminPasswordFile());
        shopPassword = users.add("shop", Set.of(Role.CLIENT));
        shop = ApiServer.basic("shop", shopPassword);
        rival = ApiServer.basic("rival", users.add("rival", Set.of(Role.CLIENT)));
        startServer();
    }

    private static void startServer() throws Exception {
        server.start();
        http = new ApiServer("http://127.0.0.1:" + server.server().runFile().httpPort() + "/api/v1");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void clear() {
        GateApplication.open();
        BrittleApplication.isMended();
    }

    private static HttpResponse<String> submit(String flow, String query, String body, String key) {
        return http.send(
                "POST", "/flows/" + flow + "/jobs" + query, body, "Authorization", shop, "Idempotency-Key", key);
    }

    private static HttpResponse<String> result(String who, String id, String query) {
        return http.get("/results/" + id + query, "Authorization", who);
    }

    private static JsonNode told(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return ServerFixture.json(answer);
    }

    @Test
    void b7_shouldStartOneJobForOneKey() {
        GateApplication.shut();
        JsonNode first = told(submit("durable", "", "tea", "A-1"), 202);
        String job = first.path("job").asText();

        // Before tracking can know of it
        JsonNode again = told(submit("durable", "", "tea", "A-1"), 202);
        assertThat(first.has("repeated")).isFalse();
        assertThat(again.path("repeated").asBoolean()).isTrue();
        assertThat(again.path("job").asText()).isEqualTo(job);

        // While it runs
        server.awaitAtGate(1);
        assertThat(told(submit("durable", "", "tea", "\"A-1\""), 202)
                        .path("job")
                        .asText())
                .isEqualTo(job);

        // And when it has ended: its result was not to be kept
        GateApplication.open();
        server.awaitState(job, "COMPLETED");
        for (String query : new String[] {"", "?wait=30s"}) {
            JsonNode ended = told(submit("durable", query, "tea", "A-1"), 200);
            assertThat(ended.path("repeated").asBoolean()).isTrue();
            assertThat(ended.path("job").asText()).isEqualTo(job);
            assertThat(ended.path("state").asText()).isEqualTo("COMPLETED");
            assertThat(ended.has("body")).isFalse();
        }
        assertThat(GateApplication.entered()).isEqualTo(1);
        assertThat(told(submit("durable", "", "tea", "A-2"), 202).path("job").asText())
                .isNotEqualTo(job);
    }

    @Test
    void b7_shouldTellAllWhoWaitWithOneKeyTheSameResult() {
        GateApplication.shut();
        CompletableFuture<HttpResponse<String>> first = waiting("B-1");
        server.awaitAtGate(1);
        CompletableFuture<HttpResponse<String>> second = waiting("B-1");
        CompletableFuture<HttpResponse<String>> third = waiting("B-1");

        GateApplication.open();

        JsonNode answer = told(first.join(), 200);
        assertThat(answer.path("body").asText()).isEqualTo("passed tea");
        for (CompletableFuture<HttpResponse<String>> each : Set.of(second, third)) {
            JsonNode same = told(each.join(), 200);
            assertThat(same.path("body").asText()).isEqualTo("passed tea");
            assertThat(same.path("job")).isEqualTo(answer.path("job"));
        }
        JsonNode later = told(submit("durable", "?wait=30s", "tea", "B-1"), 200);
        assertThat(later.path("body").asText()).isEqualTo("passed tea");
        assertThat(later.path("repeated").asBoolean()).isTrue();
        assertThat(GateApplication.entered()).isEqualTo(1);
    }

    private static CompletableFuture<HttpResponse<String>> waiting(String key) {
        return http.client()
                .sendAsync(
                        http.request(
                                "POST",
                                "/flows/durable/jobs?wait=30s",
                                "tea",
                                "Authorization",
                                shop,
                                "Idempotency-Key",
                                key),
                        HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void b6_shouldKeepTheResultUntilItIsDeletedAlsoOverARestart() throws Exception {
        JsonNode accepted = told(submit("durable", "?keep=true&correlation=C-1", "tea", "C-1"), 202);
        String job = accepted.path("job").asText();
        JsonNode kept = told(result(shop, "C-1", "?wait=30s"), 200);
        assertThat(kept.path("job").asText()).isEqualTo(job);
        assertThat(kept.path("state").asText()).isEqualTo("COMPLETED");
        assertThat(kept.path("body").asText()).isEqualTo("passed tea");
        assertThat(kept.path("correlation").asText()).isEqualTo("C-1");
        assertThat(kept.has("validUntil")).isTrue();

        server.stop("force", "10s");
        server.awaitEnded();
        startServer();

        assertThat(told(result(shop, "C-1", ""), 200)).isEqualTo(kept);
        assertThat(told(result(shop, job, ""), 200)).isEqualTo(kept);
        JsonNode repeated = told(submit("durable", "", "tea", "C-1"), 200);
        assertThat(repeated.path("body").asText()).isEqualTo("passed tea");
        assertThat(delete(job).statusCode()).isEqualTo(204);
        assertThat(told(result(shop, job, ""), 404).path("code").asText()).isEqualTo("RNK-3026");
        assertThat(told(delete(job), 404).path("code").asText()).isEqualTo("RNK-3026");
        assertThat(told(submit("durable", "?wait=30s", "tea", "C-1"), 200).has("body"))
                .isFalse();
    }

    private static HttpResponse<String> delete(String job) {
        return http.send("DELETE", "/results/" + job, "", "Authorization", shop);
    }

    @Test
    void shouldSayThatTheJobOfAResultIsUnderWayAndWaitForIt() {
        GateApplication.shut();
        String job = told(submit("durable", "?keep=true", "tea", "D-1"), 202)
                .path("job")
                .asText();
        server.awaitAtGate(1);
        server.awaitState(job, "RUNNING");
        assertThat(told(result(shop, job, ""), 202).path("job").asText()).isEqualTo(job);
        assertThat(told(result(shop, job, "?wait=100ms"), 202).path("job").asText())
                .isEqualTo(job);
        CompletableFuture<HttpResponse<String>> waiting =
                CompletableFuture.supplyAsync(() -> result(shop, job, "?wait=30s"));

        GateApplication.open();

        JsonNode kept = told(waiting.join(), 200);
        assertThat(kept.path("body").asText()).isEqualTo("passed tea");
        assertThat(kept.path("correlation").asText()).isEqualTo(job);
    }

    @Test
    void shouldKeepFailuresToo() {
        BrittleApplication.breaks();
        JsonNode failed = told(submit("brittle", "?wait=30s", "{}", "E-1"), 200);
        assertThat(failed.path("state").asText()).isEqualTo("FAILED");
        assertThat(failed.path("error").asText()).contains("RNK-3011", "it is broken");

        JsonNode repeated = told(submit("brittle", "?wait=30s", "{}", "E-1"), 200);
        assertThat(repeated.path("error")).isEqualTo(failed.path("error"));

        // Taken up again, it has another result, which is the one that counts
        BrittleApplication.isMended();
        server.asToken("POST", "/dead-letters/retry", "{\"all\":true}");
        String job = failed.path("job").asText();
        await().until(() -> told(result(shop, job, ""), 200).path("state").asText(), "COMPLETED"::equals);
        assertThat(delete(job).statusCode()).isEqualTo(204);
        // Tracking, which knows that it has ended, follows behind.
        await().until(() -> result(shop, job, "").statusCode() == 404);
    }

    @Test
    void shouldShowTheResultOfAJobOnlyToWhoSubmittedIt() {
        String job = told(submit("durable", "?wait=30s&correlation=F-1", "secret", "F-1"), 200)
                .path("job")
                .asText();
        told(result(shop, "F-1", "?wait=30s"), 200);

        told(result(rival, "F-1", ""), 404);
        told(result(rival, job, "?wait=100ms"), 404);
        told(http.send("DELETE", "/results/" + job, "", "Authorization", rival), 404);
        HttpResponse<String> sameKey = http.send(
                "POST", "/flows/durable/jobs?wait=10s", "secret", "Authorization", rival, "Idempotency-Key", "F-1");
        assertThat(told(sameKey, 200).has("body")).isFalse();
        told(http.get("/results/" + job), 401);
        told(result(rival, "%27%20OR%20%27%27%3D%27", ""), 404);
    }

    /** One set of keys, and one place for results. */
    @Test
    void b7_shouldBeOneWithWhatComesOverJms() throws Exception {
        String url = "tcp://127.0.0.1:" + server.server().runFile().corePort();
        try (ActiveMQConnectionFactory factory = new ActiveMQConnectionFactory(url);
                JMSContext jms = factory.createContext("shop", shopPassword)) {
            jms.createProducer()
                    .setJMSCorrelationID("G-1")
                    .setJMSReplyTo(jms.createQueue("renkei.results"))
                    .setProperty("_AMQ_DUPL_ID", "G-1")
                    .send(jms.createQueue("durable-in"), "tea");

            JsonNode repeated = told(submit("durable", "?wait=30s", "tea", "G-1"), 200);
            assertThat(repeated.path("repeated").asBoolean()).isTrue();
            assertThat(repeated.path("body").asText()).isEqualTo("passed tea");
            assertThat(told(result(shop, "G-1", ""), 200).path("body").asText()).isEqualTo("passed tea");
            assertThat(delete(repeated.path("job").asText()).statusCode()).isEqualTo(204);

            told(submit("durable", "?keep=true&correlation=G-2", "cup", "G-2"), 202);
            assertThat(jms.createConsumer(jms.createQueue("renkei.results"), "JMSCorrelationID = 'G-2'")
                            .receiveBody(String.class, 30_000))
                    .isEqualTo("passed cup");
        }
    }

    @Test
    void shouldLetWhatWasRefusedBeTriedAgainWithTheSameKey() {
        server.asToken("POST", "/channels/durable-in/block", "{\"reason\":\"stocktaking\"}");
        assertThat(told(submit("durable", "", "tea", "H-1"), 503).path("code").asText())
                .isEqualTo("RNK-2002");
        server.asToken("POST", "/channels/durable-in/unblock", "{}");

        assertThat(told(submit("durable", "", "tea", "H-1"), 202).has("repeated"))
                .isFalse();
    }

    @Test
    void shouldRefuseAKeyThatIsNone() {
        for (String key : Set.of("", "\"\"", "x".repeat(256))) {
            assertThat(told(submit("durable", "", "tea", key), 400)
                            .path("detail")
                            .asText())
                    .contains("Idempotency-Key must be 1 to 255");
        }
    }

    @Test
    void shouldRefuseAParameterThatIsNone() {
        told(submit("durable", "?keep=maybe", "tea", "I-1"), 400);
        told(submit("durable", "?wait=11m", "tea", "I-1"), 400);
        told(result(shop, "I-1", "?wait=11m"), 400);
    }
}
