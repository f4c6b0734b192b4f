package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;

/** Who gets in, by cookie, password and token, and what other sites' pages cannot do with it (D9). */
class SignInTest {
    private static final String SESSION = "/api/v1/session";
    private static final String BLOCK = "/api/v1/channels/durable-in/block";

    /** One for all, since the server knows of a new one only after a second; and one each for what spoils a user. */
    private static final String NAME = "taro";

    @TempDir
    private static Path directory;

    private static ServerFixture server;
    private static Users users;
    private static String password;
    private static String changingPassword;
    private static String slowedPassword;

    private ApiServer browser;
    private ApiServer program;

    @BeforeAll
    static void start() throws Exception {
        server = new ServerFixture(directory);
        users = Users.loadOrCreate(server.home().usersFile(), server.home().adminPasswordFile());
        password = users.add(NAME, Set.of(Role.OPERATE));
        changingPassword = users.add("changing", Set.of(Role.OPERATE));
        slowedPassword = users.add("slowed", Set.of(Role.OPERATE));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void openBrowser() {
        browser = ApiServer.browser(url());
        program = new ApiServer(url());
    }

    private static String url() {
        return server.server().runFile().httpUrl();
    }

    private HttpResponse<String> signIn(String who, String secret) {
        return browser.send("POST", SESSION, "{\"user\":\"" + who + "\",\"password\":\"" + secret + "\"}");
    }

    @Test
    void shouldKeepABrowserSignedInByACookieThatNoScriptCanRead() {
        HttpResponse<String> answer = signIn(NAME, password);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .contains("HttpOnly")
                .contains("SameSite=Strict")
                .contains("Path=/");
        assertThat(answer.body())
                .contains("\"user\":\"" + NAME + "\"", "OPERATE")
                .doesNotContain(password);
        assertThat(browser.get("/api/v1/status").statusCode()).isEqualTo(200);
        assertThat(program.get("/api/v1/status").statusCode()).isEqualTo(401);
    }

    @Test
    void shouldChangeNothingForARequestThatOnlyHasTheCookie() {
        String csrf = ServerFixture.json(signIn(NAME, password)).path("csrf").asText();
        assertThat(browser.send("POST", BLOCK, "{}").statusCode()).isEqualTo(403);
        assertThat(browser.send("POST", BLOCK, "{}", "X-Renkei-CSRF", "guessed").statusCode())
                .isEqualTo(403);
        assertThat(server.get("/channels/durable-in").path("state").asText()).isEqualTo("ACTIVE");
        assertThat(browser.send("POST", BLOCK, "{}", "X-Renkei-CSRF", csrf, "Sec-Fetch-Site", "cross-site")
                        .statusCode())
                .isEqualTo(403);
        assertThat(browser.send("POST", BLOCK, "{}", "X-Renkei-CSRF", csrf, "Sec-Fetch-Site", "same-origin")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void shouldEndWithTheSignOutAndWithAnotherPassword() {
        // Given
        String csrf = ServerFixture.json(signIn(NAME, password)).path("csrf").asText();
        // When
        assertThat(browser.send("DELETE", SESSION, "", "X-Renkei-CSRF", csrf).statusCode())
                .isEqualTo(204);
        // Then
        assertThat(browser.get("/api/v1/status").statusCode()).isEqualTo(401);
        // When
        signIn("changing", changingPassword);
        assertThat(browser.get("/api/v1/status").statusCode()).isEqualTo(200);
        users.add("changing", Set.of(Role.OPERATE));
        // Then: the server looks at the file about once a second
        await().until(() -> browser.get("/api/v1/status").statusCode() == 401);
    }

    @Test
    void shouldSlowDownWhoeverTriesPasswords() {
        await().until(() -> signIn("slowed", "wrong").statusCode() == 429);
        HttpResponse<String> slowed = signIn("slowed", "wrong");
        assertThat(slowed.statusCode()).isIn(429, 401);
        assertThat(signIn("admin", "wrong").statusCode()).as("others may try").isEqualTo(401);
        await().until(() -> signIn("slowed", slowedPassword).statusCode() == 200);
    }

    @Test
    void shouldReadNoMoreOfAStrangerThanItNeeds() {
        assertThat(signIn("x".repeat(100_000), "wrong").statusCode()).isEqualTo(413);
        assertThat(browser.send("POST", SESSION, "null").statusCode()).isEqualTo(400);
    }

    @Test
    void shouldAnswerOnlyToItsOwnName() throws Exception {
        try (Socket socket = new Socket("127.0.0.1", server.server().runFile().httpPort())) {
            socket.getOutputStream()
                    .write("GET /sign-in HTTP/1.1\r\nHost: evil.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String status = new BufferedReader(
                            new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            assertThat(status).contains("403");
        }
    }

    @Test
    void shouldLetAScriptInWithATokenThatMayNoMoreThanItsUser() {
        // Given
        String csrf = ServerFixture.json(signIn(NAME, password)).path("csrf").asText();
        HttpResponse<String> tooMuch = browser.send(
                "POST", "/api/v1/tokens", "{\"name\":\"ci\",\"roles\":[\"ADMINISTER\"]}", "X-Renkei-CSRF", csrf);
        assertThat(tooMuch.statusCode()).isEqualTo(400);
        assertThat(tooMuch.body()).contains("user " + NAME + " has only operate");
        // When
        JsonNode made = ServerFixture.json(browser.send(
                "POST", "/api/v1/tokens", "{\"name\":\"ci\",\"roles\":[\"view\"]}", "X-Renkei-CSRF", csrf));
        String bearer = "Bearer " + made.path("token").asText();
        // Then
        assertThat(program.get("/api/v1/status", "Authorization", bearer).statusCode())
                .isEqualTo(200);
        assertThat(program.send("POST", BLOCK, "{}", "Authorization", bearer).statusCode())
                .isEqualTo(403);
        assertThat(program.send(
                                "POST",
                                "/api/v1/tokens",
                                "{\"name\":\"more\",\"roles\":[\"VIEW\"]}",
                                "Authorization",
                                bearer)
                        .statusCode())
                .as("a token makes no tokens")
                .isEqualTo(403);
        assertThat(server.home().tokensFile())
                .content()
                .doesNotContain(made.path("token").asText());
        assertThat(program.send("DELETE", "/api/v1/tokens/ci", "", "Authorization", bearer)
                        .statusCode())
                .as("a token removes no tokens")
                .isEqualTo(403);
        // When
        assertThat(browser.send("DELETE", "/api/v1/tokens/ci", "", "X-Renkei-CSRF", csrf)
                        .statusCode())
                .isEqualTo(204);
        // Then
        assertThat(program.get("/api/v1/status", "Authorization", bearer).statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/channels", "/channels/durable-in", "/jobs/1?x=1", "/tokens"})
    void shouldSendStrangersToTheSignIn(String page) {
        HttpResponse<String> answer = program.get(page);
        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location").orElseThrow()).startsWith("/sign-in?to=%2F");
        assertThat(program.get("/sign-in").statusCode()).isEqualTo(200);
        signIn(NAME, password);
        assertThat(browser.get(page).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/assets/../http/openapi.yaml",
                "/assets/%2e%2e/http/openapi.yaml",
                "/assets/..%2fhttp%2fopenapi.yaml",
                "/lib/lit-html/../../../logback.xml",
                "/lib/nothing/index.js",
                "/assets/nothing.js",
                "/assets/"
            })
    void shouldServeNoOtherFiles(String path) {
        assertThat(program.get(path).statusCode()).isIn(400, 404);
    }

    @Test
    void shouldTellBrowsersWhatTheyMustNotDo() {
        Map<String, String> wanted = Map.of(
                "Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self';",
                "X-Content-Type-Options", "nosniff",
                "Cross-Origin-Resource-Policy", "same-origin",
                "Referrer-Policy", "same-origin");
        for (String path : new String[] {"/sign-in", "/api/v1/status", "/nowhere", "/lib/lit-html/lit-html.js"}) {
            HttpResponse<String> answer = program.get(path);
            wanted.forEach((NAME, value) -> assertThat(
                            answer.headers().firstValue(NAME).orElse(""))
                    .as(path + " " + NAME)
                    .startsWith(value));
            assertThat(answer.headers().firstValue("Content-Security-Policy").orElseThrow())
                    .doesNotContain("unsafe");
        }
    }

    @Test
    void shouldRefuseAPasswordThatIsNoText() {
        assertThat(browser.send("POST", SESSION, "{\"user\":\"" + NAME + "\"}").statusCode())
                .isEqualTo(400);
        assertThat(browser.send("POST", SESSION, "nonsense").statusCode()).isEqualTo(400);
        assertThat(program.get("/api/v1/status", "Authorization", "Basic !!!").statusCode())
                .isEqualTo(401);
    }
}
