package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;

/** Answers that come again when they have changed, as server-sent events. */
class LiveTest {
    /** Whether a reader may still see it is looked at every ten seconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    private static Path directory;

    private static ServerFixture server;
    private static Users users;
    private static ApiServer program;
    private static final Map<String, String> PASSWORDS = new HashMap<>();

    @BeforeAll
    static void start() throws Exception {
        GateApplication.shut();
        server = new ServerFixture(directory);
        users = Users.loadOrCreate(server.home().usersFile(), server.home().adminPasswordFile());
        for (String user : List.of("viewer", "leaver", "crowd")) {
            PASSWORDS.put(user, users.add(user, Set.of(Role.VIEW)));
        }
        server.start();
        program = new ApiServer(server.server().runFile().httpUrl());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String authorization(String user) {
        return ApiServer.basic(user, PASSWORDS.get(user));
    }

    /** What one reader gets, and whether it has ended. */
    private static final class Reader {
        private final List<String> events = new CopyOnWriteArrayList<>();
        private final CompletableFuture<HttpResponse<Stream<String>>> answer;
        private final CompletableFuture<Void> ended;

        Reader(String user, String path) {
            answer = program.client()
                    .sendAsync(
                            program.request(
                                    "GET",
                                    path,
                                    "",
                                    "Accept",
                                    "text/event-stream",
                                    "Authorization",
                                    authorization(user)),
                            HttpResponse.BodyHandlers.ofLines());
            ended = answer.thenAcceptAsync(response ->
                    response.body().filter(line -> line.startsWith("data:")).forEach(events::add));
        }

        String last() {
            return events.isEmpty() ? "" : events.get(events.size() - 1);
        }
    }

    @Test
    void shouldSendAChannelAtOnceAndAgainWhenItChanges() {
        Reader reader = new Reader("viewer", "/api/v1/channels?search=durable-do");
        await().until(() -> reader.last().contains("\"inProcess\":0"));
        server.submit("durable");
        await().until(() -> reader.last().contains("\"inProcess\":1"));
        GateApplication.open();
        await().until(() -> reader.last().contains("\"inProcess\":0"));
        assertThat(reader.last()).contains("\"matched\":1");
    }

    @Test
    void shouldShowWhoWatchesDeadLettersWhenTheyComeAndGo() {
        BrittleApplication.breaks();
        Reader reader = new Reader("viewer", "/api/v1/dead-letters?flow=brittle");
        await().until(() -> reader.last().contains("\"matched\":0"));
        server.submit("brittle", "{}");
        await().until(() -> reader.last().contains("\"matched\":1"));
        server.asToken("POST", "/dead-letters/discard", "{\"all\":true}");
        await().until(() -> reader.last().contains("\"matched\":0"));
        BrittleApplication.isMended();
    }

    @Test
    void shouldAnswerAnErrorAsAProblemAndNotAsAStream() {
        HttpResponse<String> unknown = program.get(
                "/api/v1/channels/none", "Accept", "text/event-stream", "Authorization", authorization("viewer"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }

    @Test
    void shouldEndWhenTheReaderMaySeeItNoMore() {
        Reader reader = new Reader("leaver", "/api/v1/channels/durable-in");
        await().until(() -> !reader.events.isEmpty());
        users.remove("leaver");
        await().atMost(PATIENCE).until(reader.ended::isDone);
    }

    @Test
    void shouldRefuseMoreThanFiftyReadersOfOneUser() throws Exception {
        List<Reader> readers = Stream.generate(() -> new Reader("crowd", "/api/v1/status"))
                .limit(50)
                .toList();
        await().until(() -> readers.stream().noneMatch(reader -> reader.events.isEmpty()));
        HttpResponse<String> refused =
                program.get("/api/v1/status", "Accept", "text/event-stream", "Authorization", authorization("crowd"));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("user crowd watches 50 pages already");
        users.remove("crowd");
        await().atMost(PATIENCE).until(() -> readers.stream().allMatch(reader -> reader.ended.isDone()));
    }
}
