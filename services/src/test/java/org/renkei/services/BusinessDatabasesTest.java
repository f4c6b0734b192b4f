package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.PostgresServer;
import org.renkei.services.config.Settings;

/** A whole server with business databases: their stage, their health, and tracking in one of them (D1, D3). */
class BusinessDatabasesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private ServerFixture server;

    @BeforeEach
    void openTheGate() throws Exception {
        GateApplication.open();
        server = new ServerFixture(directory.resolve("home"));
        append(
                server.home().channelsFile(),
                "sure-in: {kind: persistent}\nsure-do: {kind: database, dataSource: shop}\n");
        Files.writeString(server.home().flows().resolve("sure.yaml"), """
                flow: sure
                start: sure-in
                steps:
                  pass: {channel: sure-do, bean: gate, next: end}
                """);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void shouldOpenDatabasesBetweenTrackingAndBroker() throws Exception {
        append(server.home().settingsFile(), "dataSources: {shop: }\n");

        assertThat(Server.plan(server.home(), Settings.read(server.home()))
                        .start()
                        .subList(0, 3))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("tracking database: "),
                        line -> assertThat(line).startsWith("business databases: opens shop"),
                        line -> assertThat(line).startsWith("broker: "));
        server.start();
        server.awaitState(server.submit("sure"), "COMPLETED");
        assertThat(server.home().databases().resolve("shop.mv.db")).exists();
    }

    @Test
    void shouldHaveNoSuchStageWithoutDatabases() throws Exception {
        Files.writeString(server.home().channelsFile(), "in: {kind: persistent}\n");
        for (String flow : List.of("sure", "durable", "quick", "mixed", "brittle")) {
            Files.delete(server.home().flows().resolve(flow + ".yaml"));
        }

        assertThat(Server.plan(server.home(), Settings.read(server.home())).start())
                .noneMatch(line -> line.startsWith("business databases"));
    }

    @Test
    void shouldRefuseToStartWhileADatabaseIsAway() throws Exception {
        append(
                server.home().settingsFile(),
                "dataSources: {shop: {url: 'jdbc:postgresql://127.0.0.1:1/shop', user: u, password: secret}}\n");

        assertThatThrownBy(server::start)
                .isInstanceOf(RenkeiException.class)
                .hasMessageContaining("stage 'business databases' failed: RNK-2010 cannot open database shop")
                .hasMessageContaining("dataSources.shop.url")
                .message()
                .doesNotContain("secret");
        assertThat(server.stopped).contains("tracking database");
    }

    @Test
    void shouldKeepTrackingInABusinessDatabase() throws Exception {
        append(server.home().settingsFile(), "dataSources: {shop: }\ntracking: {dataSource: shop}\n");

        server.start();
        String job = server.submit("sure");
        server.awaitState(job, "COMPLETED");
        server.awaitState(server.submit("mixed"), "COMPLETED");
        assertThat(server.stop("normal", "10s").statusCode()).isEqualTo(202);
        server.awaitEnded();
        server.start();

        server.awaitState(job, "COMPLETED");
        assertThat(Files.exists(server.home().tracking().resolve("tracking.mv.db")))
                .isFalse();
    }

    @Test
    void shouldShowADatabaseThatIsAwayAndGoOnWhenItIsBack() throws Exception {
        try (PostgresServer postgres = PostgresServer.start(Files.createDirectory(directory.resolve("postgres")))) {
            append(
                    server.home().settingsFile(),
                    String.format(
                            "dataSources: {shop: {url: '%s', user: %s, password: %s}}%n",
                            postgres.newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD));
            server.start();
            server.awaitState(server.submit("sure"), "COMPLETED");

            postgres.stop();
            String waiting = server.submit("sure");

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(problems())
                            .anyMatch(problem ->
                                    problem.startsWith("business databases: RNK-2010 database shop is away")));
            server.awaitState(server.submit("durable"), "COMPLETED");
            postgres.startAgain();
            server.awaitState(waiting, "COMPLETED");
            await().atMost(PATIENCE).until(() -> problems().isEmpty());
            server.close();
        }
    }

    private List<String> problems() {
        return StreamSupport.stream(server.get("/status").path("problems").spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
