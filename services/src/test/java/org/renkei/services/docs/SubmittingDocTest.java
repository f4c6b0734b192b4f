package org.renkei.services.docs;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.client.FlowBlockedException;
import org.renkei.client.JobFailedException;
import org.renkei.client.RenkeiClient;
import org.renkei.client.ResultTimeoutException;
import org.renkei.client.Submission;
import org.renkei.services.Server;
import org.renkei.services.config.Home;
import org.renkei.services.config.Settings;
import org.renkei.services.lifecycle.Progress;

/** {@code docs/submitting.md}, typed and run against the shipped configuration. */
class SubmittingDocTest {
    private static final Path PAGE = Path.of("..", "docs", "submitting.md");
    private static final Path NODE = Path.of("..", "docs", "examples", "node");
    private static final String ORDER =
            "{\"order\":\"1\",\"customer\":\"ada\",\"lines\":[{\"article\":\"tea\",\"quantity\":2,\"price\":450}]}";

    @TempDir
    private static Path dir;

    private static Server server;
    private static String password;

    @BeforeAll
    static void start() throws Exception {
        Home home = ShippedHome.in(dir.resolve("home"));
        password =
                Users.loadOrCreate(home.usersFile(), home.adminPasswordFile()).add("shop", Set.of(Role.CLIENT));
        server = new Server(home, Settings.read(home), Progress.SILENT, Clock.systemUTC(), () -> {});
        server.start();
    }

    @AfterAll
    static void stop() throws Exception {
        server.stopping().force();
        server.awaitStopped();
    }

    @Test
    void shouldSubmitWithBareJms() throws JMSException {
        String url = "tcp://127.0.0.1:" + server.runFile().corePort();
        String orderAsJson = ORDER;
        String order;

        ConnectionFactory factory = new ActiveMQConnectionFactory(url);
        try (JMSContext jms = factory.createContext("shop", password)) {
            Queue results = jms.createQueue("renkei.results");
            jms.createProducer()
                    .setJMSCorrelationID("ORDER-1")
                    .setJMSReplyTo(results)
                    .setProperty("_AMQ_DUPL_ID", "ORDER-1")
                    .send(jms.createQueue("order-in"), orderAsJson);
            Message result =
                    jms.createConsumer(results, "JMSCorrelationID = 'ORDER-1'").receive(30_000);
            if (result == null) {
                throw new IllegalStateException("not yet: it can be fetched later");
            }
            if (result.propertyExists("renkei_error")) {
                throw new IllegalStateException(result.getStringProperty("renkei_error"));
            }
            order = result.getBody(String.class);
        }

        assertThat(order).contains("\"total\":900");
    }

    @Test
    void shouldSubmitWithTheClientLibrary() {
        String url = "tcp://127.0.0.1:" + server.runFile().corePort() + "?callTimeout=5000";
        String orderAsJson = ORDER;
        String order;

        ConnectionFactory factory = new ActiveMQConnectionFactory(url);
        try (RenkeiClient renkei = new RenkeiClient(factory, "shop", password)) {
            Submission submission = Submission.to("order-in")
                    .text(orderAsJson)
                    .correlationId("ORDER-2")
                    .duplicateKey("ORDER-2")
                    .build();
            order = renkei.submitAndWait(submission, Duration.ofSeconds(30)).text();
        } catch (JobFailedException e) {
            throw new IllegalStateException(e.state() + " " + e.code().orElse("") + ": " + e.reason());
        } catch (ResultTimeoutException e) {
            throw new IllegalStateException("not yet: fetch it with renkei.result(\"" + e.correlationId() + "\", …)");
        } catch (FlowBlockedException e) {
            throw new IllegalStateException(e.channel() + " takes nothing now: " + e.reason());
        }

        assertThat(order).contains("\"total\":900");
    }

    @Test
    void shouldHaveRunThePagesOwnLines() throws IOException {
        String self =
                squeezed(Files.readString(Path.of("src/test/java/org/renkei/services/docs/SubmittingDocTest.java")));
        for (String block : blocks("java")) {
            for (String line : block.replaceAll("\"tcp://127.0.0.1:61616[^\"]*\"", "url")
                    .lines()
                    .toList()) {
                assertThat(self).contains(squeezed(line));
            }
        }
    }

    @Test
    void shouldSubmitWithNode() throws Exception {
        Path copy = Files.createDirectories(dir.resolve("docs/examples/node"));
        for (String file : List.of("package.json", "package-lock.json", "submit.js")) {
            Files.copy(NODE.resolve(file), copy.resolve(file));
        }

        Shelled done = type(block("node submit.js"));

        assertThat(done.exit()).as(done.output()).isZero();
        assertThat(done.output()).contains("accepted ORDER-3", "\"total\":900");
        Shelled rejected = type("cd docs/examples/node; RENKEI_USER=shop node submit.js order-in 'no JSON' WRONG");
        assertThat(rejected.output()).contains("FAILED: RNK-3004");
        assertThat(rejected.exit()).isEqualTo(1);
    }

    @Test
    void shouldSubmitWithCurl() throws Exception {
        Shelled done = type(block("curl"));

        assertThat(done.exit()).as(done.output()).isZero();
        assertThat(done.output()).contains("\"state\":\"COMPLETED\"", "\\\"total\\\":900");
        assertThat(type(block("curl")).output()).contains("\"repeated\":true", "\\\"total\\\":900");
    }

    @Test
    void shouldFetchTheResultLaterWithCurl() throws Exception {
        Shelled done = type(block("keep=true"));

        assertThat(done.exit()).as(done.output()).isZero();
        assertThat(done.output()).contains("\"correlation\":\"ORDER-5\"", "\\\"total\\\":900");
    }

    @Test
    void shouldNameTheVersionThatIsBuilt() throws IOException {
        String version =
                Files.readString(Path.of("pom.xml")).split("<version>")[1].split("</version>")[0];

        assertThat(block("xml", "renkei-client")).contains("<version>" + version + "</version>");
    }

    /** What the shell said, on both of its channels, and how it ended. */
    private record Shelled(int exit, String output) {}

    private static Shelled type(String lines) throws Exception {
        String here = lines.replace(
                "http://127.0.0.1:8170", "http://127.0.0.1:" + server.runFile().httpPort());
        ProcessBuilder shell =
                new ProcessBuilder("bash", "-euc", here).directory(dir.toFile()).redirectErrorStream(true);
        shell.environment().put("RENKEI_PASSWORD", password);
        shell.environment()
                .put("RENKEI_AMQP_PORT", String.valueOf(server.runFile().amqpPort()));
        Process process = shell.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes());
        return new Shelled(process.waitFor(), output);
    }

    private static String block(String with) throws IOException {
        return block("sh", with);
    }

    private static String block(String language, String with) throws IOException {
        return blocks(language).stream()
                .filter(block -> block.contains(with))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> blocks(String language) throws IOException {
        return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(block -> block.group(1))
                .toList();
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
