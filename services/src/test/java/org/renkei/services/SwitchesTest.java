package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSContext;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.services.cli.ExitCode;
import org.renkei.services.cli.Shell;

/** {@code renkei flow block} and {@code renkei app pause} on a whole server: what stops and restarts make of them (A5, D4). */
class SwitchesTest {
    private final Shell shell = new Shell();

    @TempDir
    private static Path directory;

    private static ServerFixture server;

    @BeforeAll
    static void start() throws Exception {
        server = new ServerFixture(directory).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** Counts from zero. */
    @BeforeEach
    void openTheGate() {
        GateApplication.shut();
        GateApplication.open();
    }

    @Test
    void a5_shouldKeepAFlowBlockedOverARestart() throws Exception {
        assertThat(type("flow", "block", "durable", "--reason", "stocktaking").trim())
                .startsWith("durable takes no jobs: stocktaking (");
        assertThat(type("flow", "list"))
                .containsPattern("durable .* stocktaking \\(")
                .containsPattern("quick .* -\\n");
        assertThat(type("flow", "show", "durable")).contains("blocked, takes no jobs: stocktaking");

        restart();

        assertThatThrownBy(() -> send("durable-in")).hasMessageContaining("flow durable is blocked");
        HttpResponse<String> refused = server.asToken("POST", "/flows/durable/jobs", "x");
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(ServerFixture.json(refused).path("code").asText()).isEqualTo("RNK-2012");
        assertThat(type("channel", "unblock", "durable-in")).contains("durable-in is blocked");
        assertThat(type("flow", "unblock", "durable").trim()).isEqualTo("durable takes jobs");
        send("durable-in");
        server.awaitState(server.submit("durable"), "COMPLETED");
    }

    @Test
    void a5_shouldKeepAnApplicationPausedOverARestart() throws Exception {
        assertThat(type("app", "pause", "gate", "--reason", "the bank is down").trim())
                .isEqualTo("gate is paused");
        String job = server.submit("durable");
        await().until(() -> queued("durable-do") == 1);

        restart();

        assertThat(type("app", "list"))
                .containsPattern("gate +bean +- +paused +durable.pass, ")
                .contains("the bank is down (");
        JsonNode gate =
                new ObjectMapper().readTree(type("app", "list", "--json")).get(1);
        assertThat(gate.path("name").asText()).isEqualTo("gate");
        assertThat(gate.path("paused").path("reason").asText()).isEqualTo("the bank is down");
        assertThat(queued("durable-do")).isEqualTo(1);
        assertThat(GateApplication.entered()).isZero();
        assertThat(type("app", "resume", "gate").trim()).isEqualTo("gate is resumed");
        server.awaitState(job, "COMPLETED");
        assertThat(shell.run(at("app", "pause", "gat"))).isEqualTo(ExitCode.FAILED);
        assertThat(shell.err()).contains("RNK-3021", "did you mean gate?");
    }

    @Test
    void d4_shouldRefuseToStopWhileMemoryWaitsBeforeAPausedStepAndLeaveItPaused() throws Exception {
        type("app", "pause", "quick.pass");
        String job = server.submit("quick");
        await().until(() -> queued("quick-do") == 1);

        assertThat(shell.run(at("stop"))).isEqualTo(ExitCode.PENDING);

        assertThat(shell.out())
                .contains("A drain waits in vain for what is paused: quick.pass.")
                .contains("1 message waits in quick-do because quick.pass is paused")
                .contains("renkei app resume quick.pass");
        server.awaitState(server.submit("durable"), "COMPLETED");
        assertThat(queued("quick-do")).isEqualTo(1);
        type("app", "resume", "quick.pass");
        server.awaitState(job, "COMPLETED");
    }

    @Test
    void d4_shouldEndADrainInItsTimeIfMemoryWaitsBeforeAPausedStepAndLeaveItPaused() throws Exception {
        type("app", "pause", "gate");
        String job = server.submit("quick");
        await().until(() -> queued("quick-do") == 1);

        assertThat(server.stop("drain", "2s").statusCode()).isEqualTo(202);
        await().until(() -> server.get("/status")
                .path("stopping")
                .path("stage")
                .asText()
                .equals("waiting for jobs under way, some before what is paused: gate"));
        await().until(() -> server.get("/status")
                .path("lastStopRefusal")
                .path("check")
                .path("words")
                .asText()
                .contains("what is paused: gate"));

        assertThat(server.get("/status").path("state").asText()).isEqualTo("RUNNING");
        assertThat(server.get("/applications")
                        .path("applications")
                        .get(1)
                        .path("paused")
                        .path("reason")
                        .asText())
                .isEqualTo("paused by hand");
        assertThat(GateApplication.entered()).isZero();
        type("app", "resume", "gate");
        server.awaitState(job, "COMPLETED");
    }

    @Test
    void d4_shouldStopAfterADrainIfOnlyDurableMessagesWaitBeforeAPausedStep() throws Exception {
        type("app", "pause", "gate");
        String job = server.submit("durable");
        await().until(() -> queued("durable-do") == 1);

        assertThat(server.stop("drain", "300ms").statusCode()).isEqualTo(202);
        server.awaitEnded();

        server.start();
        assertThat(queued("durable-do")).isEqualTo(1);
        type("app", "resume", "gate");
        server.awaitState(job, "COMPLETED");
    }

    private void restart() throws Exception {
        assertThat(server.stop("normal", "60s").statusCode()).isEqualTo(202);
        server.awaitEnded();
        server.start();
    }

    private long queued(String channel) {
        return server.get("/channels/" + channel).path("queued").asLong();
    }

    private void send(String channel) throws Exception {
        String password = Files.readString(server.home().adminPasswordFile()).trim();
        String url = "amqp://127.0.0.1:" + server.server().runFile().amqpPort();
        try (JMSContext client = new JmsConnectionFactory("admin", password, url).createContext()) {
            client.createProducer().send(client.createQueue(channel), "x");
        }
    }

    private String type(String... arguments) {
        assertThat(shell.run(at(arguments))).as(shell.err()).isEqualTo(ExitCode.DONE);
        return shell.out();
    }

    private String[] at(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", directory.toString()));
        return all.toArray(String[]::new);
    }
}
