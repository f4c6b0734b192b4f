package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;

/** Answers that come again when they have changed, as server-sent events. */
class LiveTest {
    @TempDir
    private Path directory;

    private ServerFixture server;
    private Users users;
    private String password;
    private ApiServer program;

    @BeforeEach
    void start() throws Exception {
        GateApplication.shut();
        server = new ServerFixture(directory);
        users = Users.loadOrCreate(server.home().usersFile(), server.home().adminPasswordFile());
        password = users.add("viewer", Set.of(Role.VIEW));
        server.start();
        program = new ApiServer(server.server().runFile().httpUrl());
    }

    @AfterEach
    void stop() {
        server.close();
    }

    /** What one reader gets, and whether it has ended. */
    private final class Reader {
        private final List<String> events = new CopyOnWriteArrayList<>();
        private final CompletableFuture<HttpResponse<Stream<String>>> answer;
        private final CompletableFuture<Void> ended;

        Reader(String path) {
            answer = program.client()
                    .sendAsync(
                            program.request(
                                    "GET",
                                    path,
                                    "",
                                    "Accept",
                                    "text/event-stream",
                                    "Authorization",
                                    ApiServer.basic("viewer", password)),
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
        Reader reader = new Reader("/api/v1/channels?search=durable-do");
        await().until(() -> reader.last().contains("\"inProcess\":0"));
        server.submit("durable");
        await().until(() -> reader.last().contains("\"inProcess\":1"));
        GateApplication.open();
        await().until(() -> reader.last().contains("\"inProcess\":0"));
        assertThat(reader.last()).contains("\"matched\":1");
    }

    @Test
    void shouldAnswerAnErrorAsAProblemAndNotAsAStream() {
        HttpResponse<String> unknown = program.get(
                "/api/v1/channels/none",
                "Accept",
                "text/event-stream",
                "Authorization",
                ApiServer.basic("viewer", password));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/problem+json");
    }

    @Test
    void shouldEndWhenTheReaderMaySeeItNoMore() {
        Reader reader = new Reader("/api/v1/channels/durable-in");
        await().until(() -> !reader.events.isEmpty());
        users.remove("viewer");
        await().until(reader.ended::isDone);
    }

    @Test
    void shouldRefuseMoreThanAHundredReaders() throws Exception {
        List<Reader> readers =
                Stream.generate(() -> new Reader("/api/v1/status")).limit(100).toList();
        await().until(() -> readers.stream().noneMatch(reader -> reader.events.isEmpty()));
        HttpResponse<String> refused = program.get(
                "/api/v1/status", "Accept", "text/event-stream", "Authorization", ApiServer.basic("viewer", password));
        assertThat(refused.statusCode()).isEqualTo(503);
        assertThat(refused.body()).contains("100 pages watch already");
        server.close();
        await().until(() -> readers.stream().allMatch(reader -> reader.ended.isDone()));
    }
}
