package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.broker.error.RenkeiException;

/** A whole server: what stops it, what does not, and what is there afterwards (D3–D5). */
class ServerTest {
    private static final Duration FORCED_AT_MOST = Duration.ofSeconds(15);

    @TempDir
    private Path directory;

    private ServerFixture server;

    @BeforeEach
    void shutTheGate() throws Exception {
        GateApplication.shut();
        server = new ServerFixture(directory);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldTellWhereItIsAndRefuseASecondOneOnTheSameHome() throws Exception {
        server.start();
        assertThat(server.home().runFile()).exists();
        assertThat(server.get("/status").path("state").asText()).isEqualTo("RUNNING");
        assertThat(server.get("/status").path("stages")).hasSize(8);
        assertThatThrownBy(() -> new ServerFixture(directory).start())
                .isInstanceOf(RenkeiException.class)
                .hasMessageContaining("already runs");
    }

    @Test
    void shouldEndTheJobInHandBeforeItStops() throws Exception {
        // Given
        server.start();
        String job = server.submit("durable");
        server.awaitAtGate(1);
        // When
        HttpResponse<String> answer = server.stop("normal", "60s");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(ServerFixture.json(answer).path("verdict").asText()).isEqualTo("SUSPENDED");
        assertThat(server.get("/status").path("stopping").path("stage").asText())
                .contains("applications");
        GateApplication.open();
        server.awaitEnded();
        // Then
        assertThat(server.stopped)
                .containsExactly(
                        "entrances",
                        "applications",
                        "console",
                        "alarms",
                        "routes",
                        "channels",
                        "broker",
                        "tracking database");
        assertThat(server.home().runFile()).doesNotExist();
        server.start();
        server.awaitState(job, "COMPLETED");
        assertThat(GateApplication.entered()).isEqualTo(1);
    }

    @Test
    void shouldRefuseToStopWhenMessagesWouldBeLostAndRunOn() throws Exception {
        // Given
        server.start();
        String job = server.submit("quick");
        server.awaitAtGate(1);
        // When
        HttpResponse<String> answer = server.stop("normal", "60s");
        // Then
        assertThat(answer.statusCode()).isEqualTo(409);
        JsonNode problem = ServerFixture.json(answer);
        assertThat(problem.path("code").asText()).isEqualTo("RNK-5004");
        assertThat(problem.path("check").path("wouldLose").asInt()).isEqualTo(1);
        GateApplication.open();
        server.awaitState(job, "COMPLETED");
        server.awaitState(server.submit("quick"), "COMPLETED");
    }

    @Test
    void d3_shouldLetWhatAStepHadInHandPassThroughMemoryBeforeItStops() throws Exception {
        // Given
        server.start();
        String job = server.submit("mixed");
        server.awaitAtGate(1);
        // When
        assertThat(server.stop("normal", "60s").statusCode()).isEqualTo(202);
        GateApplication.open();
        server.awaitEnded();
        // Then
        server.start();
        server.awaitState(job, "COMPLETED");
    }

    @Test
    void shouldStopAfterADrain() throws Exception {
        // Given
        server.start();
        String first = server.submit("quick");
        String second = server.submit("quick");
        String third = server.submit("quick");
        server.awaitAtGate(2);
        // When
        assertThat(server.stop("drain", "20s").statusCode()).isEqualTo(202);
        await().until(() ->
                server.get("/status").path("stopping").path("pending").asInt() == 3);
        assertThat(server.asToken("POST", "/flows/quick/jobs", "x").statusCode())
                .isEqualTo(503);
        GateApplication.open();
        server.awaitEnded();
        // Then
        server.start();
        for (String job : Set.of(first, second, third)) {
            server.awaitState(job, "COMPLETED");
        }
    }

    @Test
    void shouldCallADrainOffWhenTheTimeIsOverAndRunOn() throws Exception {
        // Given
        server.start();
        String job = server.submit("quick");
        server.awaitAtGate(1);
        // When
        assertThat(server.stop("drain", "300ms").statusCode()).isEqualTo(202);
        await().until(() -> server.get("/status").has("lastStopRefusal"));
        // Then
        JsonNode status = server.get("/status");
        assertThat(status.path("state").asText()).isEqualTo("RUNNING");
        assertThat(status.path("lastStopRefusal").path("check").path("verdict").asText())
                .isEqualTo("WOULD_LOSE");
        GateApplication.open();
        server.awaitState(job, "COMPLETED");
        server.awaitState(server.submit("quick"), "COMPLETED");
    }

    @Test
    void shouldStopByForceInBoundedTimeAndTrackWhatIsLost() throws Exception {
        // Given
        server.start();
        String durable = server.submit("durable");
        String lost = server.submit("quick");
        server.awaitAtGate(2);
        Instant began = Instant.now();
        // When
        assertThat(server.stop("force", "60s").statusCode()).isEqualTo(202);
        server.awaitEnded();
        // Then
        assertThat(Duration.between(began, Instant.now())).isLessThan(FORCED_AT_MOST);
        assertThat(server.halted).isFalse();
        assertThat(server.stopped)
                .contains("applications failed: an application did not end within 1s: left behind;"
                        + " a durable channel hands out again what it had in hand")
                .endsWith("tracking database");
        GateApplication.open();
        server.start();
        server.awaitState(durable, "COMPLETED");
        server.awaitState(lost, "LOST");
    }

    @Test
    void b2_shouldEndJobsWhoseFlowIsGoneAndWarnOfMessagesThatNothingReceives() throws Exception {
        // Given
        server.start();
        String job = server.submit("durable");
        server.awaitAtGate(1);
        server.stop("force", "60s");
        server.awaitEnded();
        GateApplication.open();
        // When
        Files.delete(server.home().flows().resolve("durable.yaml"));
        server.start();
        // Then
        server.awaitState(job, "COMPLETED");
        assertThat(server.get("/status").path("problems")).isEmpty();

        // When
        sendOne("durable-in");
        sendOne("durable-in");
        server.stop("force", "60s");
        server.awaitEnded();
        server.start();
        // Then
        assertThat(server.get("/status").path("problems"))
                .extracting(JsonNode::asText)
                .containsExactly("durable-in holds 2 messages and nothing receives from it:"
                        + " was its step removed from a flow?");
        takeOne("durable-in");
        takeOne("durable-in");
        await().until(() -> server.get("/status").path("problems").isEmpty());
    }

    @Test
    void shouldTakeOverADrainByForce() throws Exception {
        server.start();
        server.submit("quick");
        server.awaitAtGate(1);
        assertThat(server.stop("drain", "60s").statusCode()).isEqualTo(202);
        assertThat(server.stop("normal", "60s").statusCode()).isEqualTo(409);
        assertThat(server.stop("force", "60s").statusCode()).isEqualTo(202);
        server.awaitEnded();
    }

    @Test
    void shouldStopWhenTheOperatingSystemSaysSo() throws Exception {
        server.start();
        String job = server.submit("quick");
        server.awaitAtGate(1);
        Thread signal = new Thread(server.server().stopping()::onSignal, "test-signal");
        signal.start();
        await().until(() -> server.get("/status").path("state").asText().equals("STOPPING"));
        GateApplication.open();
        signal.join(Duration.ofSeconds(30).toMillis());
        assertThat(server.hasEnded() || !signal.isAlive()).isTrue();
        server.awaitEnded();
        server.start();
        server.awaitState(job, "COMPLETED");
    }

    @Test
    void shouldAgreeWithTrackingWhileJobsWaitAndNameOneThatIsTakenAway() throws Exception {
        // Given
        server.start();
        for (int count = 0; count < 4; count++) {
            server.submit("durable");
        }
        server.awaitAtGate(1);
        await().until(() -> server.get("/pending").path("unfinishedJobs").asInt() == 4);
        JsonNode before = server.get("/pending");
        assertThat(before.path("verdict").asText()).isEqualTo("SUSPENDED");
        assertThat(before.path("disagreements")).isEmpty();
        // When
        String taken = takeOne("durable-do");
        // Then
        await().untilAsserted(() -> assertThat(server.get("/pending").path("disagreements"))
                .anyMatch(
                        line -> line.asText().equals("Job " + taken + " is in no channel; tracking says durable-do.")));
    }

    /** @return the job's id */
    private String takeOne(String channel) throws Exception {
        try (JMSContext client = connect();
                JMSConsumer consumer = client.createConsumer(client.createQueue(channel))) {
            Message message = consumer.receive(Duration.ofSeconds(10).toMillis());
            assertThat(message).isNotNull();
            return message.getStringProperty("renkei_job");
        }
    }

    private void sendOne(String channel) throws Exception {
        try (JMSContext client = connect()) {
            client.createProducer().send(client.createQueue(channel), "x");
        }
    }

    private JMSContext connect() throws IOException {
        String password = Files.readString(server.home().adminPasswordFile()).trim();
        String url = "amqp://127.0.0.1:" + server.server().runFile().amqpPort() + "?jms.prefetchPolicy.all=0";
        return new JmsConnectionFactory("admin", password, url).createContext();
    }

    @Test
    void shouldLetEachRoleDoWhatItMayAndNoMore() throws Exception {
        // Given
        Users users =
                Users.loadOrCreate(server.home().usersFile(), server.home().adminPasswordFile());
        String viewer = users.add("viewer", Set.of(Role.VIEW));
        String client = users.add("client", Set.of(Role.CLIENT));
        String operator = users.add("operator", Set.of(Role.OPERATE));
        GateApplication.open();
        server.start();
        // Then
        assertThat(server.send("GET", "/status", "", null).statusCode()).isEqualTo(401);
        assertThat(server.send("GET", "/nowhere", "", null).statusCode()).isEqualTo(401);
        assertThat(server.send("GET", "/status", "", "Bearer wrong").statusCode())
                .isEqualTo(401);
        assertThat(status("viewer", "wrong", "GET", "/status")).isEqualTo(401);
        assertThat(status("viewer", viewer, "GET", "/status")).isEqualTo(200);
        assertThat(status("viewer", viewer, "GET", "/jobs")).isEqualTo(200);
        assertThat(status("viewer", viewer, "POST", "/stop")).isEqualTo(403);
        assertThat(status("viewer", viewer, "POST", "/flows/durable/jobs")).isEqualTo(403);
        assertThat(status("client", client, "GET", "/status")).isEqualTo(403);
        assertThat(status("client", client, "POST", "/flows/durable/jobs")).isEqualTo(202);
        assertThat(status("client", client, "POST", "/channels/quick-in/block")).isEqualTo(403);
        assertThat(status("operator", operator, "POST", "/channels/quick-in/block"))
                .isEqualTo(200);
        assertThat(status("operator", operator, "POST", "/flows/quick/jobs")).isEqualTo(503);
        assertThat(status("operator", operator, "POST", "/channels/quick-in/unblock"))
                .isEqualTo(200);
    }

    private int status(String user, String password, String method, String path) {
        return server.asUser(user, password, method, path, "").statusCode();
    }

    @Test
    void shouldAnswerWithAProblemWhenItRefuses() throws Exception {
        GateApplication.open();
        server.start();
        HttpResponse<String> unknown = server.asToken("POST", "/flows/durabel/jobs", "x");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
        assertThat(ServerFixture.json(unknown).path("detail").asText()).contains("did you mean durable?");
        assertThat(server.asToken("GET", "/channels/none", "").statusCode()).isEqualTo(404);
        assertThat(server.asToken("GET", "/jobs?since=yesterday", "").statusCode())
                .isEqualTo(400);
        assertThat(server.asToken("GET", "/jobs?limit=many", "").statusCode()).isEqualTo(400);
        assertThat(server.asToken("POST", "/stop", "{\"mode\":\"now\"}").statusCode())
                .isEqualTo(400);
        assertThat(server.asToken("POST", "/stop", "{").statusCode()).isEqualTo(400);
        assertThat(server.asToken("POST", "/flows/durable/jobs", "x".repeat(100_000))
                        .statusCode())
                .isEqualTo(413);
    }

    @Test
    void shouldGiveTheResultToWhoeverWaits() throws Exception {
        server.start();
        JsonNode late = ServerFixture.json(server.asToken("POST", "/flows/durable/jobs?wait=1s&correlation=c-7", "a"));
        assertThat(late.path("job").asText()).isNotEmpty();
        assertThat(late.path("note").asText()).contains("goes on");
        GateApplication.open();
        HttpResponse<String> done = server.asToken("POST", "/flows/durable/jobs?wait=20s", "b");
        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(ServerFixture.json(done).path("body").asText()).isEqualTo("passed b");
        await().until(() ->
                server.get("/jobs?correlation=c-7&state=completed").path("jobs").size() == 1);
    }

    @Test
    void shouldStopAChannelWhenItHasRunEmpty() throws Exception {
        server.start();
        server.submit("durable");
        server.awaitAtGate(1);
        HttpResponse<String> draining = server.asToken("POST", "/channels/durable-do/stop", "{\"within\":\"60s\"}");
        assertThat(draining.statusCode()).isEqualTo(202);
        assertThat(ServerFixture.json(draining).path("state").asText()).isEqualTo("DRAINING");
        GateApplication.open();
        await().until(() ->
                server.get("/channels/durable-do").path("state").asText().equals("STOPPED"));
        assertThat(server.asToken("POST", "/channels/durable-do/start", "").statusCode())
                .isEqualTo(200);
        server.awaitState(server.submit("durable"), "COMPLETED");
    }
}
