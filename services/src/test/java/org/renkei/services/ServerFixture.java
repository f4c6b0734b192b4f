package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.renkei.services.config.Home;
import org.renkei.services.config.Settings;
import org.renkei.services.lifecycle.Progress;

/** A whole server in this process, with a durable flow, a volatile one, and an HTTP client. */
public final class ServerFixture implements Progress {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    final List<String> stopped = new CopyOnWriteArrayList<>();
    final AtomicBoolean halted = new AtomicBoolean();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Home home;
    private Server server;
    private volatile boolean ended;

    public ServerFixture(Path directory) throws IOException {
        home = new Home(directory);
        Files.createDirectories(home.flows());
        write(home.settingsFile(), """
                broker: {core: {port: 0}, amqp: {port: 0}}
                http: {port: 0, maxBody: 64KiB}
                applications:
                  gate: org.renkei.services.GateApplication
                  brittle: org.renkei.services.BrittleApplication
                stop: {within: 20s, forceWithin: 1s}
                """);
        write(home.channelsFile(), """
                durable-in: {kind: persistent}
                durable-do: {kind: persistent, consumers: 1, batch: 1}
                quick-in: {kind: volatile}
                quick-do: {kind: volatile, consumers: 2, batch: 1}
                mixed-in: {kind: persistent}
                mixed-do: {kind: persistent}
                mixed-mail: {kind: volatile}
                brittle-in: {kind: persistent}
                brittle-do: {kind: persistent}
                brittle-dead: {kind: persistent}
                """);
        write(home.flows().resolve("durable.yaml"), flow("durable"));
        write(home.flows().resolve("quick.yaml"), flow("quick"));
        write(home.flows().resolve("mixed.yaml"), """
                flow: mixed
                start: mixed-in
                steps:
                  pass: {channel: mixed-do, bean: gate, next: mail}
                  mail: {channel: mixed-mail, bean: gate, next: end}
                """);
        write(home.flows().resolve("brittle.yaml"), """
                flow: brittle
                start: brittle-in
                accept: {format: json}
                deadLetter: brittle-dead
                steps:
                  try: {channel: brittle-do, bean: brittle, retry: {count: 0}, next: end}
                """);
    }

    private static String flow(String name) {
        return "flow: " + name + "\nstart: " + name + "-in\nsteps:\n  pass: {channel: " + name
                + "-do, bean: gate, next: end}\n";
    }

    private static void write(Path file, String text) throws IOException {
        Files.writeString(file, text);
    }

    public ServerFixture start() throws IOException {
        stopped.clear();
        ended = false;
        server = new Server(home, Settings.read(home), this, Clock.systemUTC(), () -> halted.set(true));
        try {
            server.start();
        } catch (RuntimeException e) {
            ended = true;
            throw e;
        }
        Thread ending = new Thread(this::awaitEnd, "test-await-stopped");
        ending.setDaemon(true);
        ending.start();
        return this;
    }

    private void awaitEnd() {
        try {
            server.awaitStopped();
            ended = true;
        } catch (InterruptedException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public Home home() {
        return home;
    }

    public Server server() {
        return server;
    }

    boolean hasEnded() {
        return ended;
    }

    public void awaitEnded() {
        Awaitility.await().atMost(PATIENCE).until(this::hasEnded);
    }

    /** Ends what a failed test left running. */
    public void close() {
        GateApplication.open();
        if (server != null && !ended) {
            server.stopping().force();
            awaitEnded();
        }
    }

    public HttpResponse<String> asToken(String method, String path, String body) {
        return send(method, path, body, "Bearer " + server.runFile().token());
    }

    public HttpResponse<String> asUser(String user, String password, String method, String path, String body) {
        String pair = user + ":" + password;
        return send(
                method,
                path,
                body,
                "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
    }

    /** @param authorization null for none */
    public HttpResponse<String> send(String method, String path, String body, String authorization) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.runFile().httpPort() + "/api/v1" + path))
                .timeout(PATIENCE)
                .method(method, HttpRequest.BodyPublishers.ofString(body));
        if (authorization != null) {
            request.header("Authorization", authorization);
        }
        try {
            return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public JsonNode get(String path) {
        return json(asToken("GET", path, ""));
    }

    public static JsonNode json(HttpResponse<String> response) {
        try {
            return JSON.readTree(response.body());
        } catch (IOException e) {
            throw new IllegalStateException(response.body(), e);
        }
    }

    /** @return the job's id */
    String submit(String flow) {
        return submit(flow, "x");
    }

    /** @return the job's id */
    public String submit(String flow, String body) {
        HttpResponse<String> response = asToken("POST", "/flows/" + flow + "/jobs", body);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(202);
        return json(response).path("job").asText();
    }

    void awaitAtGate(int jobs) {
        Awaitility.await().atMost(PATIENCE).until(() -> GateApplication.entered() >= jobs);
    }

    public void awaitState(String job, String state) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> get("/jobs/" + job).path("journey").path("state").asText(), state::equals);
    }

    HttpResponse<String> stop(String mode, String within) {
        return asToken("POST", "/stop", "{\"mode\":\"" + mode + "\",\"within\":\"" + within + "\"}");
    }

    @Override
    public void started(String stage, Duration took) {}

    @Override
    public void stopped(String stage, Duration took) {
        stopped.add(stage);
    }

    @Override
    public void failed(String stage, String reason) {
        stopped.add(stage + " failed: " + reason);
    }
}
