package org.renkei.services.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A key holds, and a result is kept, over kill -9: into a channel of the broker as into one of a database (B6, B7). */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
class HttpCrashTest {
    private static final int JOBS = 5;

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();
    private CrashedServer server;

    @BeforeEach
    void prepareAHome() throws Exception {
        server = new CrashedServer(directory);
        List<Integer> ports = server.ports();
        CrashedServer.write(server.home().settingsFile(), """
                broker: {core: {port: %d}, amqp: {port: %d}}
                http: {port: %d}
                dataSources: {shop: {}}
                """.formatted(ports.get(0), ports.get(1), ports.get(2)));
        CrashedServer.write(server.home().channelsFile(), """
                journal-in: {kind: persistent}
                journal-do: {kind: persistent}
                table-in: {kind: database, dataSource: shop}
                table-do: {kind: database, dataSource: shop}
                counted: {kind: persistent}
                """);
        try (Stream<Path> flows = Files.list(server.home().flows())) {
            for (Path file : flows.toList()) {
                Files.delete(file);
            }
        }
        for (String flow : List.of("journal", "table")) {
            CrashedServer.write(server.home().flows().resolve(flow + ".yaml"), """
                    flow: %s
                    start: %<s-in
                    steps:
                      do: {channel: %<s-do, uri: "channel:counted", next: end}
                    """.formatted(flow));
        }
    }

    @AfterEach
    void killWhatRuns() throws Exception {
        server.close();
    }

    @Test
    void b7_shouldStartOneJobForOneKeyAndKeepItsResult() throws Exception {
        server.start();
        for (String flow : List.of("journal", "table")) {
            for (int i = 0; i < JOBS; i++) {
                assertThat(submit(flow, i).statusCode()).isEqualTo(202);
            }
        }
        server.kill();

        server.start();
        for (String flow : List.of("journal", "table")) {
            for (int i = 0; i < JOBS; i++) {
                assertThat(submit(flow, i).body()).contains("\"repeated\":true");
                assertThat(result(flow, i, "?wait=60s").body()).contains("\"COMPLETED\"", "\"body\":\"" + i + "\"");
            }
        }
        for (String flow : List.of("journal", "table")) {
            for (int i = 0; i < JOBS; i++) {
                HttpResponse<String> repeated = submit(flow, i);
                assertThat(repeated.statusCode()).isEqualTo(200);
                assertThat(repeated.body()).contains("\"repeated\":true", "\"body\":\"" + i + "\"");
                assertThat(result(flow, i, "").statusCode()).isEqualTo(200);
            }
        }
        assertThat(server.connection().get("/jobs?limit=100").path("jobs")).hasSize(2 * JOBS);
    }

    private HttpResponse<String> submit(String flow, int number) throws Exception {
        return send(request("/flows/" + flow + "/jobs?keep=true&correlation=" + flow + "-" + number)
                .header("Idempotency-Key", flow + "-" + number)
                .POST(HttpRequest.BodyPublishers.ofString(String.valueOf(number))));
    }

    private HttpResponse<String> result(String flow, int number, String query) throws Exception {
        return send(request("/results/" + flow + "-" + number + query));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private HttpRequest.Builder request(String path) {
        String pair = CrashedServer.USER + ":" + server.password();
        return HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.ports().get(2) + "/api/v1" + path))
                .header(
                        "Authorization",
                        "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }
}
