package org.renkei.services.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.awaitility.Awaitility;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.database.AppJar;
import org.renkei.services.Main;
import org.renkei.services.ServerFixture;
import org.renkei.services.cli.JavaProcess;
import org.renkei.services.cli.ServerConnection;
import org.renkei.services.config.Home;
import org.renkei.services.lifecycle.RunFile;

/** A server with what an operator meets: flows that part and join, an application that complains, channels of programs. */
final class Site implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    static final String VIEWER = "vera";
    static final String OPERATOR = "olga";
    static final String NODE = "office";

    private final ServerFixture server;
    private final Map<String, String> passwords = new HashMap<>();
    private Process process;
    private String bearer;

    /** @param people who can sign in: {@link #OPERATOR}, {@link #VIEWER}; each costs the time that a guess at a password costs */
    Site(Path directory, String... people) throws IOException {
        server = new ServerFixture(directory);
        useHttpPort(0);
        declare("""
                order-in: {kind: persistent}
                order-check: {kind: persistent}
                order-price: {kind: persistent}
                order-stock: {kind: volatile}
                order-offer: {kind: persistent}
                mail-in: {kind: persistent}
                mail-send: {kind: volatile}
                parcels: {kind: persistent}
                shelf: {kind: persistent, max: 6, watch: 4, rearm: 2, unblock: 4}
                desk: {kind: persistent, max: 6, watch: 4, rearm: 2, unblock: 4}
                """);
        flow("orders", """
                flow: orders
                start: order-in
                accept: {format: json}
                record: {customer: "${body[customer]}"}
                steps:
                  check: {channel: order-check, bean: clerk, retry: {count: 2, delay: 20ms}, next: [price, stock]}
                  price: {channel: order-price, bean: clerk, next: offer}
                  stock: {channel: order-stock, bean: clerk, next: offer}
                  offer: {channel: order-offer, bean: clerk, join: {timeout: 1m, body: merge}, next: end}
                """);
        flow("mails", """
                flow: mails
                start: mail-in
                steps:
                  send: {channel: mail-send, bean: postman, next: end}
                """);
        Users users =
                Users.loadOrCreate(server.home().usersFile(), server.home().adminPasswordFile());
        for (String name : people) {
            passwords.put(name, users.add(name, EnumSet.of(name.equals(VIEWER) ? Role.VIEW : Role.OPERATE)));
        }
    }

    /** Before a start. @param port 0 for any */
    void useHttpPort(int port) throws IOException {
        Files.writeString(server.home().settingsFile(), """
                node: %s
                broker: {core: {port: 0}, amqp: {port: 0}}
                http: {port: %d}
                applications:
                  gate: org.renkei.services.GateApplication
                  brittle: org.renkei.services.BrittleApplication
                  clerk: org.renkei.services.console.ClerkApplication
                  postman: org.renkei.services.console.ClerkApplication
                stop: {within: 20s, forceWithin: 1s}
                """.formatted(NODE, port));
    }

    /** Adds channels, before a start. */
    Site declare(String channels) throws IOException {
        Files.writeString(server.home().channelsFile(), channels, StandardOpenOption.APPEND);
        return this;
    }

    /** What users have put in beside their flows, before a start. */
    Site deploy() throws IOException {
        Files.createDirectories(server.home().routes());
        Files.writeString(server.home().routes().resolve("parcels.camel.yaml"), """
                - route:
                    id: weigh
                    from: {uri: "direct:weigh", steps: [{setHeader: {name: weight, constant: "3"}}]}
                - route:
                    id: wrap
                    autoStartup: false
                    from: {uri: "direct:wrap", steps: [{to: "direct:weigh"}]}
                """);
        try (InputStream clerk = ClerkApplication.class.getResourceAsStream("ClerkApplication.class")) {
            AppJar.in(Files.createDirectories(server.home().directory().resolve("desk")))
                    .beans("packer: " + ClerkApplication.class.getName())
                    .file("org/renkei/services/console/ClerkApplication.class", clerk.readAllBytes())
                    .writeTo(server.home().apps().resolve("parcels/parcels.jar"));
        }
        return this;
    }

    private void flow(String name, String text) throws IOException {
        Files.writeString(server.home().flows().resolve(name + ".yaml"), text);
    }

    Site start() throws IOException {
        server.start();
        return this;
    }

    /** Starts it as a process of its own, which {@link #kill} ends. */
    void launch() throws IOException {
        Home home = server.home();
        Path output = home.logs().resolve("console.log");
        Files.deleteIfExists(home.runFile());
        process = JavaProcess.start(
                new JavaProcess().command(Main.class, "--home", home.directory().toString()), output);
        Awaitility.await()
                .atMost(Chromium.PATIENCE.multipliedBy(4))
                .until(() -> !process.isAlive()
                        || RunFile.read(home.runFile()).isPresent()
                                && ServerConnection.to(home).answers());
        if (!process.isAlive()) {
            throw new IllegalStateException("it ended while it started: " + Files.readString(output));
        }
    }

    /** As with {@code kill -9}. */
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /** The last one of a process that was killed stays. */
    private RunFile runFile() {
        return process == null
                ? server.server().runFile()
                : RunFile.read(server.home().runFile()).orElseThrow();
    }

    int httpPort() {
        return runFile().httpPort();
    }

    String url() {
        return runFile().httpUrl();
    }

    String password(String user) {
        return passwords.get(user);
    }

    ServerFixture server() {
        return server;
    }

    JsonNode get(String path) {
        return server.get(path);
    }

    /** Does what an operator could do on a page. */
    JsonNode post(String path, String body) {
        if (bearer == null) {
            bearer = "Bearer "
                    + answer(server.asUser(
                                    OPERATOR,
                                    password(OPERATOR),
                                    "POST",
                                    "/tokens",
                                    "{\"name\": \"test\", \"roles\": [\"OPERATE\"]}"))
                            .path("token")
                            .asText();
        }
        return answer(server.send("POST", path, body, bearer));
    }

    private static JsonNode answer(HttpResponse<String> answer) {
        if (answer.statusCode() >= 300) {
            throw new IllegalStateException(answer.uri() + ": " + answer.body());
        }
        return ServerFixture.json(answer);
    }

    /** @return the job's id */
    String submit(String flow, String correlation, String body) {
        String path = "/flows/" + flow + "/jobs?correlation=" + URLEncoder.encode(correlation, StandardCharsets.UTF_8);
        return post(path, body).path("job").asText();
    }

    /** @return the id of a job that has given up */
    String submitWrong(String correlation, String customer, String complaint) {
        String job = submit("orders", correlation, json("customer", customer, "complaint", complaint));
        server.awaitState(job, "FAILED");
        return job;
    }

    /** @param fields name, value, name, value, … */
    static String json(String... fields) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i], fields[i + 1]);
        }
        return JSON.valueToTree(all).toString();
    }

    /** @param options of the connection, as {@code &jms.x=y} */
    JMSContext connect(String options) {
        String url = "amqp://127.0.0.1:" + runFile().amqpPort() + "?jms.prefetchPolicy.all=0" + options;
        return new JmsConnectionFactory(OPERATOR, password(OPERATOR), url).createContext();
    }

    void send(String channel, int messages) {
        try (JMSContext jms = connect("")) {
            for (int i = 0; i < messages; i++) {
                jms.createProducer().send(jms.createQueue(channel), "{}");
            }
        }
    }

    /** A job of each fate, one of them before a paused application, and a channel over watch. */
    void fill() {
        post("/applications/postman/pause", json("reason", "the post office is closed"));
        submit("mails", "MAIL-1", "{}");
        server.awaitState(submit("orders", "ORDER-1", json("customer", "ada")), "COMPLETED");
        submitWrong("ORDER-2", "bob", "no such customer");
        post("/channels/parcels/block", json("reason", "stocktaking"));
        send("shelf", 4);
    }

    @Override
    public void close() {
        server.close();
    }
}
