package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.jms.JMSConsumer;
import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.services.cli.ExitCode;
import org.renkei.services.cli.Shell;

/** Alarms and who did what, from outside (A3, D9). */
class AlarmsApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final AtomicBoolean HOOK_IS_UP = new AtomicBoolean(true);
    private static final List<JsonNode> POSTED = new CopyOnWriteArrayList<>();

    @TempDir
    private static Path sharedHome;

    private static HttpServer hook;
    private static ServerFixture shared;

    private ServerFixture server = shared;
    private JMSContext jms;

    /** One server for all that need no restart; each test looks at targets of its own. */
    @BeforeAll
    static void start() throws Exception {
        hook = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        hook.createContext("/hook", AlarmsApiTest::receive);
        hook.start();
        String url = "http://127.0.0.1:" + hook.getAddress().getPort() + "/hook?key=secret";
        shared = server(
                sharedHome, "{channel: alarms, webhook: {url: '" + url + "', headers: {X-Key: a}, timeout: 2s}}");
        shared.start();
    }

    @AfterAll
    static void stop() {
        BrittleApplication.isMended();
        shared.close();
        hook.stop(0);
    }

    private static ServerFixture server(Path directory, String alarms) throws IOException {
        ServerFixture made = new ServerFixture(directory);
        String limits = "{kind: persistent, max: 6, watch: 4, rearm: 2, unblock: 4}\n";
        Files.writeString(
                made.home().channelsFile(),
                "small: " + limits + "listed: " + limits + "alarms: {kind: persistent}\n",
                StandardOpenOption.APPEND);
        Files.writeString(made.home().settingsFile(), "alarms: " + alarms + "\n", StandardOpenOption.APPEND);
        return made;
    }

    @BeforeEach
    void connect() throws Exception {
        GateApplication.shut();
        jms = jms();
    }

    @AfterEach
    void disconnect() {
        jms.close();
    }

    private JMSContext jms() throws IOException {
        String password = Files.readString(server.home().adminPasswordFile()).trim();
        String url = "amqp://127.0.0.1:" + server.server().runFile().amqpPort() + "?jms.prefetchPolicy.all=0";
        return new JmsConnectionFactory("admin", password, url).createContext();
    }

    @Test
    void a3_shouldRaiseOneAlarmAtWatchAndAnotherAtMaxAndTheNextOnlyAfterRearm() throws Exception {
        // Given
        JMSConsumer told = told("target = 'small'");
        // When
        send("small", 4);
        JsonNode first = next(told);
        send("small", 1);
        take("small", 2);
        send("small", 1);
        // Then
        assertThat(first.path("event").asText()).isEqualTo("RAISED");
        assertThat(first.path("kind").asText()).isEqualTo("DEPTH");
        assertThat(first.path("severity").asText()).isEqualTo("WARNING");
        assertThat(first.path("target").asText()).isEqualTo("small");
        assertThat(first.path("message").asText()).startsWith("small holds 4 messages");
        // When
        take("small", 2);
        JsonNode cleared = next(told);
        // Then
        assertThat(cleared.path("event").asText()).isEqualTo("CLEARED");
        assertThat(cleared.path("id")).isEqualTo(first.path("id"));
        assertThat(cleared.path("clearedAt").asText()).isNotEmpty();
        // When: a peak that is shorter than the time between two looks
        send("small", 2);
        take("small", 4);
        // Then
        assertThat(next(told).path("event").asText()).isEqualTo("RAISED");
        assertThat(next(told).path("event").asText()).isEqualTo("CLEARED");
        assertThat(server.get("/activity?search=alarm&user=renkei").path("entries"))
                .filteredOn(entry -> entry.path("target").asText().equals("small"))
                .extracting(entry -> entry.path("action").asText() + " "
                        + entry.path("target").asText())
                .containsExactly(
                        "alarm cleared small", "alarm raised small", "alarm cleared small", "alarm raised small");
        // When
        send("small", 6);
        assertThat(next(told).path("kind").asText()).isEqualTo("DEPTH");
        JsonNode full = next(told);
        take("small", 2);
        // Then
        assertThat(full.path("kind").asText()).isEqualTo("FULL");
        assertThat(full.path("severity").asText()).isEqualTo("CRITICAL");
        assertThat(next(told).path("id")).isEqualTo(full.path("id"));
        assertThat(server.get("/alarms").path("alarms"))
                .filteredOn(alarm -> alarm.path("target").asText().equals("small"))
                .hasSize(4)
                .filteredOn(alarm -> !alarm.has("clearedAt"))
                .hasSize(1);
    }

    @Test
    void shouldPostToAWebhookThatIsDownAndComesBack() throws Exception {
        // Given
        BrittleApplication.breaks();
        HOOK_IS_UP.set(false);
        // When
        String job = server.submit("brittle", "{}");
        server.awaitState(job, "FAILED");
        // Then
        await().atMost(PATIENCE)
                .until(() -> server.get("/status").path("problems").size() == 1);
        assertThat(server.get("/status").path("problems").get(0).asText())
                .startsWith("alarm webhook does not take alarms: RNK-7001 127.0.0.1 does not answer")
                .doesNotContain("secret");
        await().atMost(PATIENCE).until(() -> open("PROBLEM").size() == 1);
        // When
        HOOK_IS_UP.set(true);
        // Then
        await().atMost(PATIENCE).until(() -> open("PROBLEM").isEmpty());
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(POSTED)
                        .extracting(post -> post.path("event").asText() + " "
                                + post.path("kind").asText() + " "
                                + post.path("target").asText())
                        .filteredOn(post -> post.contains("brittle-dead") || post.contains("webhook"))
                        .containsExactly(
                                "RAISED DEAD_LETTERS brittle-dead",
                                "RAISED PROBLEM alarm webhook",
                                "CLEARED PROBLEM alarm webhook"));
        assertThat(server.get("/status").path("problems")).isEmpty();
    }

    private static void receive(HttpExchange request) throws IOException {
        JsonNode body = JSON.readTree(request.getRequestBody().readAllBytes());
        boolean asWanted = "a".equals(request.getRequestHeaders().getFirst("X-Key"))
                && "application/json".equals(request.getRequestHeaders().getFirst("Content-Type"));
        if (HOOK_IS_UP.get()) {
            POSTED.add(body);
            request.sendResponseHeaders(asWanted ? 204 : 500, -1);
        }
        request.close();
    }

    @Test
    void shouldAcknowledgeAndKnowItAfterARestart(@TempDir Path home) throws Exception {
        server = server(home, "{channel: alarms}");
        try {
            acknowledgeAndRestart();
        } finally {
            server.close();
        }
    }

    private void acknowledgeAndRestart() throws Exception {
        // Given
        Users users =
                Users.loadOrCreate(server.home().usersFile(), server.home().adminPasswordFile());
        String operator = users.add("olga", Set.of(Role.OPERATE));
        server.start();
        reconnect();
        send("small", 4);
        await().atMost(PATIENCE).until(() -> open("DEPTH").size() == 1);
        String id = open("DEPTH").get(0).path("id").asText();
        String path = "/alarms/" + id + "/acknowledge";
        // When
        assertThat(server.asToken("POST", "/alarms/nothing/acknowledge", "{}").statusCode())
                .isEqualTo(404);
        assertThat(server.asToken("POST", path, "{\"note\":\"" + "x".repeat(501) + "\"}")
                        .statusCode())
                .isEqualTo(400);
        JsonNode seen = ServerFixture.json(server.asUser("olga", operator, "POST", path, "{\"note\":\"stocktaking\"}"));
        // Then
        assertThat(seen.path("acknowledgedBy").asText()).isEqualTo("olga");
        assertThat(seen.path("note").asText()).isEqualTo("stocktaking");
        assertThat(seen.has("clearedAt")).isFalse();
        JsonNode done = server.get("/activity?user=olga").path("entries").get(0);
        assertThat(done.path("action").asText()).isEqualTo("alarm acknowledge");
        assertThat(done.path("target").asText()).isEqualTo("small");
        assertThat(done.path("detail").asText()).isEqualTo("DEPTH: stocktaking");
        assertThat(done.path("from").asText()).isEqualTo("127.0.0.1");
        // When
        String lost = server.submit("quick");
        server.awaitAtGate(1);
        server.stop("force", "60s");
        server.awaitEnded();
        GateApplication.open();
        server.start();
        reconnect();
        server.awaitState(lost, "LOST");
        // Then
        await().atMost(PATIENCE).until(() -> open("LOST").size() == 1);
        assertThat(next(told("kind = 'LOST'")).path("event").asText()).isEqualTo("RAISED");
        assertThat(open("DEPTH")).singleElement().isEqualTo(seen);
        JsonNode ofLost = open("LOST").get(0);
        server.asToken("POST", "/alarms/" + ofLost.path("id").asText() + "/acknowledge", "");
        assertThat(open("LOST")).isEmpty();
        assertThat(server.get("/activity?user=renkei&search=start").path("entries"))
                .hasSize(2);
        assertThat(server.get("/activity?search=stop").path("entries"))
                .extracting(entry -> entry.path("target").asText())
                .containsExactly("FORCE");
    }

    @Test
    void shouldListOnTheCommandLineAndByPages() throws Exception {
        // Given
        type("channel", "block", "durable-in", "--reason", "audit");
        type("user", "add", "shop", "--role", "client");
        send("listed", 6);
        await().atMost(PATIENCE)
                .until(() -> open("DEPTH").stream().anyMatch(AlarmsApiTest::isListed)
                        && open("FULL").stream().anyMatch(AlarmsApiTest::isListed));
        // Then
        JsonNode first = server.get("/alarms?limit=1&state=open");
        assertThat(first.path("alarms")).hasSize(1);
        int open = first.path("matched").asInt();
        Set<String> ids = new HashSet<>();
        JsonNode page = first;
        for (; page.has("next"); page = pageAfter(page)) {
            ids.add(page.path("alarms").get(0).path("id").asText());
        }
        ids.add(page.path("alarms").get(0).path("id").asText());
        assertThat(ids).hasSize(open).hasSizeGreaterThan(1);
        assertThat(server.get("/alarms?state=cleared").path("alarms")).allMatch(alarm -> alarm.has("clearedAt"));

        assertThat(type("alarm", "list").lines())
                .hasSize(1 + open)
                .first()
                .asString()
                .startsWith("ALARM");
        String id = first.path("alarms").get(0).path("id").asText();
        assertThat(type("alarm", "acknowledge", id, "--note", "mine")).startsWith("seen by ");
        assertThat(type("alarm", "list", "--all", "--json")).contains("\"note\" : \"mine\"");

        assertThat(type("activity", "--search", "BLOCK", "--since", "1h"))
                .contains("channel block", "durable-in", "127.0.0.1", "audit");
        assertThat(type("activity", "--search", "user add")).contains("shop", "client");
        assertThat(type("activity", "--user", "nobody").trim()).isEqualTo("nothing was changed");
        assertThat(type("activity", "--limit", "1")).contains("and more: raise --limit");
        JsonNode newest = server.get("/activity?limit=1");
        JsonNode next =
                server.get("/activity?limit=1&after=" + newest.path("next").asText());
        assertThat(next.path("entries").get(0))
                .isNotEqualTo(newest.path("entries").get(0));
        assertThat(server.asToken("GET", "/activity?after=x", "").statusCode()).isEqualTo(400);
        assertThat(server.asToken("GET", "/alarms?state=loud", "").statusCode()).isEqualTo(400);
    }

    private static boolean isListed(JsonNode alarm) {
        return alarm.path("target").asText().equals("listed");
    }

    private JsonNode pageAfter(JsonNode page) {
        return server.get(
                "/alarms?limit=1&state=open&after=" + page.path("next").asText());
    }

    private void reconnect() throws Exception {
        jms.close();
        jms = jms();
    }

    private JMSConsumer told(String selector) {
        return jms.createConsumer(jms.createQueue("alarms"), selector);
    }

    private void send(String channel, int messages) {
        for (int count = 0; count < messages; count++) {
            jms.createProducer().send(jms.createQueue(channel), "x");
        }
    }

    private void take(String channel, int messages) {
        try (JMSConsumer consumer = jms.createConsumer(jms.createQueue(channel))) {
            for (int count = 0; count < messages; count++) {
                assertThat(consumer.receive(PATIENCE.toMillis())).isNotNull();
            }
        }
    }

    private static JsonNode next(JMSConsumer told) throws Exception {
        Message message = told.receive(PATIENCE.toMillis());
        assertThat(message).isNotNull();
        assertThat(message.getJMSType()).isEqualTo("renkei.alarm");
        JsonNode alarm = JSON.readTree(message.getBody(String.class));
        assertThat(message.getStringProperty("event"))
                .isEqualTo(alarm.path("event").asText());
        return alarm;
    }

    private List<JsonNode> open(String kind) {
        List<JsonNode> open = new CopyOnWriteArrayList<>();
        server.get("/alarms?state=open").path("alarms").forEach(open::add);
        open.removeIf(alarm -> !alarm.path("kind").asText().equals(kind));
        return open;
    }

    /** What it prints; its exit code must be 0. */
    private String type(String... verb) {
        List<String> line = new CopyOnWriteArrayList<>(verb);
        line.addAll(List.of("--home", server.home().directory().toString()));
        Shell shell = new Shell();
        assertThat(shell.run(line.toArray(String[]::new)))
                .as("%s: %s", verb[0], shell.err())
                .isEqualTo(ExitCode.DONE);
        return shell.out();
    }
}
