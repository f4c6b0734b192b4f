package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.database.AppJar;
import org.renkei.services.cli.ExitCode;

/** {@code renkei route} and the folder {@code etc/routes} on a whole server. */
class RouteDeploymentTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String FLOW = """
            flow: fresh
            start: brittle-in
            steps:
              pass: {channel: brittle-do, uri: "direct:approve", next: end}
            """;

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
        Files.writeString(server.home().flows().resolve("brittle.yaml"), FLOW);
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldDeployByCommandAndKeepItOverARestart() throws Exception {
        Path file = desk.write("approve.camel.yaml", approve("first"));

        assertThat(desk.type("route", "deploy", file.toString()).trim())
                .isEqualTo("approve.camel.yaml is deployed, routes approve");
        assertThat(desk.type("route", "deploy", file.toString())).contains("was deployed already");
        server.awaitState(server.submit("fresh"), "COMPLETED");

        server.server().stopping().force();
        server.awaitEnded();
        server.start();
        assertThat(desk.type("route", "list")).containsPattern("approve\\.camel\\.yaml +approve");
        server.awaitState(server.submit("fresh"), "COMPLETED");
        assertThat(server.get("/activity?limit=100").findValuesAsText("action")).contains("route deploy");

        assertThat(desk.type("route", "delete", "approve.camel.yaml").trim())
                .isEqualTo("approve.camel.yaml is deleted");
        assertThat(server.home().routes().resolve("approve.camel.yaml")).doesNotExist();
        assertThat(desk.run("route", "delete", "approve.camel.yaml")).isEqualTo(ExitCode.FAILED);
        assertThat(desk.complaint()).contains("RNK-3025");
    }

    @Test
    void shouldRefuseAWrongFileAndChangeNothing() throws Exception {
        desk.type(
                "route",
                "deploy",
                desk.write("approve.camel.yaml", approve("first")).toString());

        assertThat(desk.run(
                        "route",
                        "deploy",
                        desk.write("approve.camel.yaml", approve("second").replace("setBody", "setBodi"))
                                .toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(desk.complaint()).contains("approve.camel.yaml", "setBodi");
        assertThat(desk.run("route", "deploy", desk.write("approve.txt", "x").toString()))
                .isEqualTo(ExitCode.FAILED);

        assertThat(Files.readString(server.home().routes().resolve("approve.camel.yaml")))
                .contains("first");
        assertThat(server.home().routes()).isDirectoryNotContaining("glob:**.new");
        server.awaitState(server.submit("fresh"), "COMPLETED");
    }

    @Test
    void shouldFollowTheFolder() throws Exception {
        Path folder = Files.createDirectories(server.home().routes());
        Files.writeString(folder.resolve("approve.camel.yaml"), approve("first"));
        await().atMost(SOON).until(() -> desk.type("route", "list").contains("approve"));
        server.awaitState(server.submit("fresh"), "COMPLETED");

        Files.writeString(folder.resolve("approve.camel.yaml"), "- route: {id: approve, from: {uri: nowhere:x}}");
        await().atMost(SOON).until(() -> problems().contains("etc/routes is not deployed: RNK-1001"));
        assertThat(problems()).contains("approve.camel.yaml", "nowhere");
        server.awaitState(server.submit("fresh"), "COMPLETED");

        Files.writeString(folder.resolve("approve.camel.yaml"), approve("second"));
        await().atMost(SOON).until(() -> !problems().contains("etc/routes"));
        Files.delete(folder.resolve("approve.camel.yaml"));
        await().atMost(SOON).until(() -> !desk.type("route", "list").contains("approve"));
    }

    @Test
    void shouldShowWhatIsDeployedAndWhichFlowsUseIt() throws Exception {
        desk.type(
                "route",
                "deploy",
                desk.write("approve.camel.yaml", approve("first")).toString());
        putJar();
        await().atMost(SOON).until(() -> server.get("/deployments").path("apps").size() == 1);
        String flow = "flow: mixed\nstart: mixed-in\nsteps: {check: {channel: mixed-do, bean: checker, next: end}}\n";
        desk.type("flow", "deploy", desk.write("mixed.yaml", flow).toString());

        JsonNode deployed = server.get("/deployments");
        JsonNode file = deployed.path("files").get(0);
        assertThat(file.path("file").asText()).isEqualTo("approve.camel.yaml");
        assertThat(file.path("routes").toString())
                .isEqualTo("[{\"id\":\"approve\",\"from\":\"direct://approve\",\"state\":\"Started\"}]");
        assertThat(file.path("flows").toString()).isEqualTo("[\"fresh\"]");
        assertThat(Instant.parse(file.path("since").asText())).isBefore(Instant.now());
        JsonNode app = deployed.path("apps").get(0);
        assertThat(app.path("app").asText()).isEqualTo("checks");
        assertThat(app.path("version").asText()).hasSize(8);
        assertThat(app.path("beans").toString()).isEqualTo("[\"checker\"]");
        assertThat(app.path("flows").toString()).isEqualTo("[\"mixed\"]");
        assertThat(deployed.path("problems")).isEmpty();

        Files.writeString(server.home().routes().resolve("approve.camel.yaml"), "- route: {from: {uri: nowhere:x}}");
        await().atMost(SOON)
                .until(() ->
                        server.get("/deployments").path("problems").toString().contains("nowhere"));
    }

    private void putJar() throws IOException {
        try (InputStream bean = BrittleApplication.class.getResourceAsStream("BrittleApplication.class")) {
            AppJar.in(papers)
                    .beans("checker: " + BrittleApplication.class.getName())
                    .file("org/renkei/services/BrittleApplication.class", bean.readAllBytes())
                    .writeTo(server.home().apps().resolve("checks/checks.jar"));
        }
    }

    private String problems() {
        return server.get("/status").path("problems").toString();
    }

    private static String approve(String by) {
        return """
                - route:
                    id: approve
                    from:
                      uri: direct:approve
                      steps:
                        - setBody: {constant: approved by the %s}
                """.formatted(by);
    }
}
