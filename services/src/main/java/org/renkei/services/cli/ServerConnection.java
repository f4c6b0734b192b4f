package org.renkei.services.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.net.ssl.HttpsURLConnection;
import org.renkei.services.config.Home;
import org.renkei.services.lifecycle.InstanceLock;
import org.renkei.services.lifecycle.RunFile;

/**
 * Asks the running server of a home over HTTP. Every method throws a {@link ServerProblem} if the server refuses, and a
 * {@link CommandException} with {@link ExitCode#NOT_RUNNING} if there is none.
 *
 * <p>It uses {@link HttpURLConnection} and not the newer client because that one takes longer to load than all the rest
 * of a command.
 */
public final class ServerConnection {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private static final String LONGEST_PAGE = "1000";

    private final Home home;
    private final RunFile server;

    private ServerConnection(Home home, RunFile server) {
        this.home = home;
        this.server = server;
    }

    public static ServerConnection to(Home home) {
        return ifRunning(home).orElseThrow(() -> notRunning(home));
    }

    static Optional<ServerConnection> ifRunning(Home home) {
        return find(home).map(server -> new ServerConnection(home, server));
    }

    /** Where the server of a home is, if one runs. A file that a crash has left behind does not count. */
    public static Optional<RunFile> find(Home home) {
        return RunFile.read(home.runFile()).filter(server -> InstanceLock.isHeld(home.lockFile()));
    }

    public static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
    }

    /** True if it answers within two seconds; one that was just killed does not. */
    public boolean answers() {
        try {
            call("GET", "/status", null, Duration.ofSeconds(2));
            return true;
        } catch (CommandException e) {
            return false;
        }
    }

    /** Where its console is. */
    String url() {
        return server.httpUrl();
    }

    public long pid() {
        return server.pid();
    }

    /** @param path below {@code /api/v1}, each segment encoded */
    public JsonNode get(String path) {
        return call("GET", path, null, ANSWER_WITHIN);
    }

    /** @param query values that are null are left out */
    public JsonNode get(String path, Map<String, String> query) {
        return get(path + query(query));
    }

    /**
     * All pages of a list, one behind the other.
     *
     * @param lines what the list is called in the answer
     */
    ArrayNode all(String path, String lines) {
        ArrayNode all = JSON.createArrayNode();
        Map<String, String> query = new LinkedHashMap<>(Map.of("limit", LONGEST_PAGE));
        String next;
        do {
            JsonNode page = get(path, query);
            all.addAll((ArrayNode) page.path(lines));
            next = page.path("next").asText(null);
            query.put("after", next);
        } while (next != null);
        return all;
    }

    /**
     * Copies the lines of an answer as they come.
     *
     * @return how many they were
     */
    long copyLines(String path, PrintWriter to) {
        return call("GET", path, null, ANSWER_WITHIN, connection -> {
            refuseProblem(connection);
            long lines = 0;
            try (BufferedReader from =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = from.readLine(); line != null; line = from.readLine()) {
                    to.print(line);
                    to.print('\n');
                    lines++;
                }
            }
            to.flush();
            return lines;
        });
    }

    /** @param body anything that Jackson writes */
    public JsonNode post(String path, Object body) {
        return post(path, body, ANSWER_WITHIN);
    }

    /**
     * @param body anything that Jackson writes
     * @param within how long the answer may take
     */
    public JsonNode post(String path, Object body, Duration within) {
        try {
            return post(path, JSON.writeValueAsString(body), within);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /**
     * @param body JSON
     * @param within how long the answer may take
     */
    public JsonNode post(String path, String body, Duration within) {
        return call("POST", path, body.getBytes(StandardCharsets.UTF_8), within);
    }

    public void delete(String path) {
        call("DELETE", path, null, ANSWER_WITHIN);
    }

    /** An answer that is plain text. */
    public String text(String path) {
        return call("GET", path, null, ANSWER_WITHIN, connection -> {
            refuseProblem(connection);
            try (InputStream content = connection.getInputStream()) {
                return new String(content.readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    /** A name as one segment of a path. */
    public static String segment(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** A query string with its question mark, empty if no value is given. */
    public static String query(Map<String, String> values) {
        String joined = values.entrySet().stream()
                .filter(value -> value.getValue() != null)
                .map(value -> value.getKey() + "=" + segment(value.getValue()))
                .collect(Collectors.joining("&"));
        return joined.isEmpty() ? "" : "?" + joined;
    }

    private JsonNode call(String method, String path, byte[] body, Duration within) {
        return call(method, path, body, within, ServerConnection::answer);
    }

    private interface Answer<T> {
        T read(HttpURLConnection connection) throws IOException;
    }

    private <T> T call(String method, String path, byte[] body, Duration within, Answer<T> answer) {
        try {
            HttpURLConnection connection = open(method, path, within);
            if (body != null) {
                connection.setDoOutput(true);
                connection.setRequestProperty("Content-Type", "application/json");
                connection.getOutputStream().write(body);
            }
            return answer.read(connection);
        } catch (ConnectException e) {
            throw notRunning(home);
        } catch (IOException e) {
            throw isAlive(server.pid())
                    ? new CommandException("the server (pid " + server.pid() + ") does not answer: " + e.getMessage()
                            + "; see " + Installation.shown(home.logs()))
                    : notRunning(home);
        }
    }

    private HttpURLConnection open(String method, String path, Duration within) throws IOException {
        URI uri = URI.create(server.httpUrl() + "/api/v1" + path);
        HttpURLConnection connection = (HttpURLConnection) uri.toURL().openConnection();
        if (connection instanceof HttpsURLConnection secure) {
            PinnedCertificate.trust(secure, server.certificate());
        }
        connection.setRequestMethod(method);
        connection.setRequestProperty("Authorization", "Bearer " + server.token());
        connection.setConnectTimeout((int) CONNECT_WITHIN.toMillis());
        connection.setReadTimeout((int) within.toMillis());
        return connection;
    }

    private static JsonNode answer(HttpURLConnection connection) throws IOException {
        refuseProblem(connection);
        return content(connection, connection.getInputStream());
    }

    private static void refuseProblem(HttpURLConnection connection) throws IOException {
        if (connection.getResponseCode() >= 400) {
            throw new ServerProblem(connection.getResponseCode(), content(connection, connection.getErrorStream()));
        }
    }

    private static JsonNode content(HttpURLConnection connection, InputStream from) throws IOException {
        int status = connection.getResponseCode();
        try (InputStream stream = from) {
            return JSON.readTree(stream == null ? new byte[0] : stream.readAllBytes());
        } catch (JsonProcessingException e) {
            throw new CommandException("the server answered " + status + " with something that is not JSON");
        }
    }

    private static CommandException notRunning(Home home) {
        return new CommandException(
                ExitCode.NOT_RUNNING,
                "Renkei is not running in " + Installation.shown(home.directory()) + "\nstart it with: "
                        + Installation.command(home) + " start");
    }
}
