package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;

/** Dead letters over HTTP (C4, D9). */
class DeadLettersApiTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    private ServerFixture server;
    private String viewer;
    private String client;
    private String operator;

    @BeforeEach
    void start() throws Exception {
        BrittleApplication.breaks();
        server = new ServerFixture(directory);
        Users users =
                Users.loadOrCreate(server.home().usersFile(), server.home().adminPasswordFile());
        viewer = users.add("viewer", Set.of(Role.VIEW));
        client = users.add("client", Set.of(Role.CLIENT));
        operator = users.add("olga", Set.of(Role.OPERATE));
        server.start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void c4_shouldRecordWhoRetriesOnTheJourney() {
        String job = failed("{}");
        JsonNode letter = server.get("/dead-letters").path("letters").get(0);
        assertThat(letter.path("job").asText()).isEqualTo(job);
        assertThat(letter.path("channel").asText()).isEqualTo("brittle-dead");
        BrittleApplication.isMended();

        HttpResponse<String> answer =
                server.asUser("olga", operator, "POST", "/dead-letters/retry", "{\"jobs\":[\"" + job + "\"]}");

        assertThat(answer.statusCode()).isEqualTo(202);
        JsonNode report = ended(answer);
        assertThat(report.path("done").asInt()).isEqualTo(1);
        assertThat(report.path("matched").asInt()).isEqualTo(1);
        server.awaitState(job, "COMPLETED");
        assertThat(server.get("/jobs/" + job).path("steps"))
                .extracting(step -> step.path("error").asText())
                .containsExactly("", "RNK-3011 it is broken", "retried by olga", "");
        assertThat(server.get("/dead-letters").path("matched").asInt()).isZero();
    }

    @Test
    void c4_shouldShowWholeLettersAndCountThem() {
        String job = failed("{\"a\": 1}");
        failed("no json");

        String id = server.get("/dead-letters?code=RNK-3011")
                .path("letters")
                .get(0)
                .path("id")
                .asText();
        JsonNode whole = server.get("/dead-letters/" + id);
        assertThat(whole.path("body").path("text").asText()).isEqualTo("{\"a\": 1}");
        assertThat(whole.path("properties").path("renkei_job").asText()).isEqualTo(job);
        assertThat(server.get("/dead-letters/groups?by=step").path("groups"))
                .extracting(group -> group.path("key").asText())
                .containsExactly("brittle", "brittle.try");
        assertThat(server.asToken("GET", "/dead-letters/export?jobs=" + job, "")
                        .body()
                        .lines())
                .hasSize(1)
                .allMatch(line -> line.contains(id));
    }

    @Test
    void c4_shouldImportAndRetryAtOnce() {
        String job = failed("no json");
        BrittleApplication.isMended();
        String line = server.asToken("GET", "/dead-letters/export", "").body().replace("no json", "{}");

        HttpResponse<String> answer = server.asToken("POST", "/dead-letters/import?retry=step", line);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(ServerFixture.json(answer).path("imported").asInt()).isEqualTo(1);
        server.awaitState(job, "COMPLETED");
        assertThat(server.asToken("POST", "/dead-letters/import", line).statusCode())
                .isEqualTo(409);
    }

    @Test
    void d9_shouldLetEachRoleDoWhatItMayAndNoMore() {
        String job = failed("{}");
        String chosen = "{\"jobs\":[\"" + job + "\"]}";
        String id =
                server.get("/dead-letters").path("letters").get(0).path("id").asText();
        List<String> looks = List.of("", "/groups", "/export", "/" + id);
        List<String> changes = List.of("/retry", "/discard", "/import", "/recover", "/operations/x/cancel");

        for (String path : looks) {
            assertThat(status("viewer", viewer, "GET", path, "")).as(path).isEqualTo(200);
            assertThat(status("client", client, "GET", path, "")).as(path).isEqualTo(403);
        }
        for (String path : changes) {
            assertThat(status("viewer", viewer, "POST", path, chosen)).as(path).isEqualTo(403);
            assertThat(status("client", client, "POST", path, chosen)).as(path).isEqualTo(403);
        }
        assertThat(server.get("/dead-letters").path("matched").asInt()).isEqualTo(1);
        assertThat(status("olga", operator, "POST", "/recover", "")).isEqualTo(202);
        assertThat(status("olga", operator, "POST", "/discard", chosen)).isEqualTo(202);
        server.awaitState(job, "CANCELLED");
        assertThat(server.get("/jobs/" + job).path("journey").path("error").asText())
                .isEqualTo("discarded by olga");
    }

    @Test
    void c4_shouldRefuseWhatIsNotMeantSo() {
        failed("{}");
        String line = server.asToken("GET", "/dead-letters/export", "").body();

        assertThat(problem("POST", "/retry", "{}")).contains("400", "nothing is selected");
        assertThat(problem("POST", "/discard", "")).contains("400", "nothing is selected");
        assertThat(problem("POST", "/retry", "{\"flw\": \"x\"}")).contains("400", "flw");
        assertThat(problem("POST", "/retry?from=end", "{\"all\": true}")).contains("400", "from must be one of");
        assertThat(problem("GET", "?code=17", "")).contains("400", "code must be one as RNK-3010");
        assertThat(problem("GET", "?limit=0", "")).contains("400", "limit must be 1 to 1000");
        assertThat(problem("GET", "?after=x", "")).contains("400", "after is not the end of a page");
        assertThat(problem("GET", "?since=yesterday", "")).contains("400", "since must be");
        assertThat(problem("GET", "?channel=brittle-do", "")).contains("404", "RNK-2001");
        assertThat(problem("GET", "/nothing", "")).contains("404", "RNK-6004");
        assertThat(problem("GET", "/operations/x", "")).contains("404", "no operation x");
        assertThat(problem("POST", "/import", line + "{\"id\": 7}"))
                .contains("400", "RNK-6003 line 2: properties is missing");
        assertThat(server.get("/dead-letters").path("matched").asInt()).isEqualTo(1);
    }

    /** @return the job's id */
    private String failed(String body) {
        String job = server.submit("brittle", body);
        server.awaitState(job, "FAILED");
        return job;
    }

    private int status(String user, String password, String method, String path, String body) {
        return server.asUser(user, password, method, "/dead-letters" + path, body)
                .statusCode();
    }

    private String problem(String method, String path, String body) {
        HttpResponse<String> answer = server.asToken(method, "/dead-letters" + path, body);
        return answer.statusCode() + " " + answer.body();
    }

    private JsonNode ended(HttpResponse<String> begun) {
        String id = ServerFixture.json(begun).path("id").asText();
        return await().atMost(PATIENCE)
                .until(
                        () -> server.get("/dead-letters/operations/" + id),
                        report -> !report.path("state").asText().equals("RUNNING"));
    }
}
