package org.renkei.services.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.JMSProducer;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** C1: a message that was there at three crashes is set apart, and its neighbours are not. */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class KillerMessageTest {
    private static final int NEIGHBOURS = 40;
    private static final int CRASHES = 3;

    @TempDir
    private Path directory;

    private CrashedServer server;

    @BeforeEach
    void prepareAHome() throws Exception {
        server = new CrashedServer(directory);
    }

    @AfterEach
    void killWhatRuns() throws Exception {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{kind: persistent}", "{kind: database, dataSource: shop}"})
    void c1_shouldSetApartWhatKillsTheProcess(String kind) throws Exception {
        furnish(kind);
        server.start();
        send();

        server.awaitDeath();
        for (int deaths = 1; deaths < CRASHES; deaths++) {
            server.launch();
            server.awaitDeath();
        }
        server.start();

        JsonNode killer = await().atMost(Duration.ofSeconds(30))
                .until(
                        () -> jobs(Map.of("correlation", KillingApplication.KILLER))
                                .path(0),
                        job -> job.path("state").asText().equals("FAILED"));
        assertThat(killer.path("error").asText()).startsWith("RNK-3016").contains("3 processes died");
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(jobs(Map.of("state", "COMPLETED", "limit", "1000")))
                        .hasSize(NEIGHBOURS));
        assertThat(server.isAlive()).isTrue();
    }

    private JsonNode jobs(Map<String, String> query) {
        return server.connection().get("/jobs", query).path("jobs");
    }

    private void furnish(String kind) throws Exception {
        List<Integer> ports = server.ports();
        CrashedServer.write(server.home().settingsFile(), """
                broker: {core: {port: %d}, amqp: {port: %d}}
                http: {port: %d}
                dataSources: {shop: {}}
                applications: {risk: org.renkei.services.demo.KillingApplication}
                """.formatted(ports.get(0), ports.get(1), ports.get(2)));
        CrashedServer.write(server.home().channelsFile(), "in: {kind: persistent}\nrisk: " + kind + "\n");
        try (Stream<Path> flows = Files.list(server.home().flows())) {
            for (Path file : flows.toList()) {
                Files.delete(file);
            }
        }
        CrashedServer.write(server.home().flows().resolve("risky.yaml"), """
                flow: risky
                start: in
                steps:
                  risk: {channel: risk, bean: risk, retry: {crashes: 3}, next: end}
                """);
    }

    /** In one transaction, so that the killer has company. */
    private void send() throws Exception {
        try (JMSContext context =
                server.core().createContext(CrashedServer.USER, server.password(), JMSContext.SESSION_TRANSACTED)) {
            for (int i = 0; i < NEIGHBOURS / 2; i++) {
                send(context, "before-" + i);
            }
            send(context, KillingApplication.KILLER);
            for (int i = 0; i < NEIGHBOURS / 2; i++) {
                send(context, "after-" + i);
            }
            context.commit();
        }
    }

    private static void send(JMSContext context, String text) throws JMSException {
        TextMessage message = context.createTextMessage(text);
        message.setJMSCorrelationID(text);
        JMSProducer producer = context.createProducer();
        producer.send(context.createQueue("in"), message);
    }
}
