package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.services.cli.ExitCode;

/** {@code renkei flow deploy} and the folder {@code etc/flows} on a whole server (B2). */
class FlowDeploymentTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String NEW = """
            flow: fresh
            start: brittle-in
            accept: {format: json, schema: order.schema.json}
            steps:
              pass: {channel: brittle-do, bean: gate, next: end}
            """;
    private static final String SCHEMA = "{\"type\": \"object\", \"required\": [\"order\"]}";

    @TempDir
    private Path directory;

    @TempDir
    private Path papers;

    private Desk desk;
    private ServerFixture server;

    @BeforeEach
    void start() throws Exception {
        desk = new Desk(papers, directory);
        server = new ServerFixture(directory);
        Files.delete(server.home().flows().resolve("brittle.yaml"));
        server.start();
        GateApplication.shut();
        GateApplication.open();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void b2_shouldDeployByCommandAndKeepItOverARestart() throws Exception {
        Path file = desk.write("fresh.yaml", NEW);
        desk.write("order.schema.json", SCHEMA);

        assertThat(desk.type("flow", "check", file.toString())).contains("can be deployed");
        assertThat(desk.type("flow", "deploy", file.toString())).startsWith("fresh is deployed, version ");
        assertThat(desk.type("flow", "deploy", file.toString())).startsWith("fresh was deployed already, version ");

        server.awaitState(server.submit("fresh", "{\"order\": 1}"), "COMPLETED");
        server.awaitState(server.submit("fresh", "{}"), "FAILED");
        server.server().stopping().force();
        server.awaitEnded();
        server.start();
        server.awaitState(server.submit("fresh", "{\"order\": 2}"), "COMPLETED");
        assertThat(server.get("/activity?limit=100").findValuesAsText("action")).contains("flow deploy");
    }

    @Test
    void b2_shouldRefuseAWrongFileAndChangeNothing() throws Exception {
        Path file = desk.write("durable.yaml", durable("bean: gate").replace("bean: gate", "bean: gtae"));

        assertThat(desk.run("flow", "check", file.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(desk.complaint()).contains(file + ":4: steps.pass.bean names the application 'gtae'");
        assertThat(desk.run("flow", "deploy", file.toString())).isEqualTo(ExitCode.FAILED);
        assertThat(desk.complaint()).contains("durable.yaml:4: steps.pass.bean", "did you mean gate?");
        HttpResponse<String> outside =
                server.asToken("POST", "/flows", "{\"files\": [{\"file\": \"../users.yaml\", \"yaml\": \"flow: x\"}]}");
        assertThat(outside.statusCode()).isEqualTo(400);
        assertThat(server.home().flows()).isDirectoryNotContaining("glob:**.new");

        server.awaitState(server.submit("durable"), "COMPLETED");
        assertThat(desk.type("flow", "versions", "durable")).containsPattern("present .* start\\n");
        assertThat(Files.readString(server.home().flows().resolve("durable.yaml")))
                .contains("bean: gate");
    }

    @Test
    void b2_shouldRollBackAndTellWhatDiffers() throws Exception {
        String before = server.get("/flows/durable").path("version").asText();
        desk.type(
                "flow",
                "deploy",
                desk.write("d.yaml", durable("bean: gate, timeout: 1h")).toString());

        assertThat(desk.type("flow", "diff", "durable"))
                .contains("--- durable " + before)
                .contains("-  pass: {channel: durable-do, bean: gate, next: end}")
                .contains("+  pass: {channel: durable-do, bean: gate, timeout: 1h, next: end}");
        assertThat(server.home().flows().resolve("d.yaml")).doesNotExist();
        assertThat(desk.type("flow", "rollback", "durable").trim()).isEqualTo("durable is deployed, version " + before);

        assertThat(server.get("/flows/durable").path("version").asText()).isEqualTo(before);
        assertThat(Files.readString(server.home().flows().resolve("durable.yaml")))
                .doesNotContain("timeout");
        assertThat(desk.run("flow", "rollback", "durable", "00000000")).isEqualTo(ExitCode.FAILED);
        assertThat(desk.complaint()).contains("RNK-3023", "no version 00000000");
    }

    @Test
    void b2_shouldDeleteOnlyWhatHasNoJobs() {
        GateApplication.shut();
        String job = server.submit("durable");
        server.awaitAtGate(1);

        assertThat(desk.run("flow", "delete", "durable")).isEqualTo(ExitCode.FAILED);
        assertThat(desk.complaint()).contains("RNK-3022");
        GateApplication.open();
        server.awaitState(job, "COMPLETED");
        await().atMost(SOON).until(() -> desk.run("flow", "delete", "durable") == ExitCode.DONE);

        assertThat(server.asToken("GET", "/flows/durable", "").statusCode()).isEqualTo(404);
        assertThat(server.home().flows().resolve("durable.yaml")).doesNotExist();
    }

    @Test
    void b2_shouldFollowTheFolder() throws Exception {
        Path folder = server.home().flows();
        Files.writeString(folder.resolve("order.schema.json"), SCHEMA);
        Files.writeString(folder.resolve("fresh.yaml"), NEW);
        await().atMost(SOON).until(() -> statusOf("/flows/fresh") == 200);
        server.awaitState(server.submit("fresh", "{\"order\": 1}"), "COMPLETED");

        Files.writeString(folder.resolve("fresh.yaml"), NEW.replace("gate", "gtae"));
        await().atMost(SOON).until(() -> problems().contains("etc/flows is not deployed: RNK-1001"));
        assertThat(problems()).contains("fresh.yaml:5: steps.pass.bean");
        server.awaitState(server.submit("fresh", "{\"order\": 2}"), "COMPLETED");

        Files.delete(folder.resolve("fresh.yaml"));
        await().atMost(SOON).until(() -> statusOf("/flows/fresh") == 404);
        await().atMost(SOON).until(() -> !problems().contains("etc/flows"));
    }

    @Test
    void b2_shouldMakeTheChannelsOfANewFlowInARunningSystem() throws Exception {
        Path channels = server.home().channelsFile();
        String before = Files.readString(channels);
        Files.writeString(channels, before + "fresh-in: {kind: persistent, max: 2}\nfresh-do: {kind: volatile}\n");
        Path flow = server.home().flows().resolve("fresh.yaml");
        Files.writeString(flow, durable("bean: gate").replace("durable", "fresh"));
        await().atMost(SOON).until(() -> statusOf("/flows/fresh") == 200);

        server.awaitState(server.submit("fresh"), "COMPLETED");
        assertThat(desk.type("monitor", "fresh-in")).contains("fresh-in", "active");
        assertThat(problems()).doesNotContain("channels.yaml");

        Files.writeString(channels, before + "fresh-in: {kind: persistent, max: 3}\n");
        await().atMost(SOON).until(() -> problems().contains("fresh-in has changed, fresh-do has gone"));
        server.awaitState(server.submit("fresh"), "COMPLETED");
    }

    @Test
    void b2_shouldKnowAFileByItsNewName() throws Exception {
        Path folder = server.home().flows();
        Files.move(folder.resolve("durable.yaml"), folder.resolve("renamed.yaml"));
        await().atMost(SOON)
                .until(() -> server.get("/flows/durable").path("file").asText().endsWith("renamed.yaml"));
        server.awaitState(server.submit("durable"), "COMPLETED");

        await().atMost(SOON).until(() -> desk.run("flow", "delete", "durable") == ExitCode.DONE);

        assertThat(folder.resolve("renamed.yaml")).doesNotExist();
        assertThat(statusOf("/flows/durable")).isEqualTo(404);
    }

    private String problems() {
        return server.get("/status").path("problems").toString();
    }

    private int statusOf(String path) {
        return server.asToken("GET", path, "").statusCode();
    }

    private static String durable(String application) {
        return "flow: durable\nstart: durable-in\nsteps:\n  pass: {channel: durable-do, " + application
                + ", next: end}\n";
    }
}
