package org.renkei.services.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import jakarta.jms.TemporaryQueue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.services.Server;
import org.renkei.services.cli.Renkei;
import org.renkei.services.config.Home;
import org.renkei.services.config.Settings;
import org.renkei.services.lifecycle.Progress;

/** What README and docs tell people to type is typed here. */
class SnippetsTest {
    private static final Path ROOT = Path.of("..");

    @TempDir
    Path dir;

    @Test
    void shouldRunTheProducerOfTheReadmeAgainstTheShippedConfiguration() throws Exception {
        Home home = ShippedHome.in(dir.resolve("home"));
        String password =
                Users.loadOrCreate(home.usersFile(), home.adminPasswordFile()).add("shop", Set.of(Role.CLIENT));
        Server server = new Server(home, Settings.read(home), Progress.SILENT, Clock.systemUTC(), () -> {});
        server.start();
        String url = "tcp://127.0.0.1:" + server.runFile().corePort();
        String orderAsJson =
                "{\"order\":\"1\",\"customer\":\"ada\",\"lines\":[{\"article\":\"tea\",\"quantity\":2,\"price\":450}]}";
        try {
            ConnectionFactory factory = new ActiveMQConnectionFactory(url);
            try (JMSContext jms = factory.createContext("shop", password)) {
                TemporaryQueue answers = jms.createTemporaryQueue();
                jms.createProducer()
                        .setJMSCorrelationID("ORDER-4711")
                        .setJMSReplyTo(answers)
                        .send(jms.createQueue("order-in"), orderAsJson);
                String result = jms.createConsumer(answers).receiveBody(String.class, 30_000);

                assertThat(result).contains("\"total\":900", "\"payment\":\"PAY-1\"");
            }
        } finally {
            server.stopping().force();
            server.awaitStopped();
        }
    }

    @Test
    void shouldHaveRunTheReadmesOwnLines() throws IOException {
        String self = squeezed(Files.readString(Path.of("src/test/java/org/renkei/services/docs/SnippetsTest.java")));
        String snippet = blocks("README.md", "java").stream()
                .filter(block -> block.contains("ConnectionFactory"))
                .findFirst()
                .orElseThrow();

        for (String line :
                snippet.replace("\"tcp://127.0.0.1:61616\"", "url").lines().toList()) {
            assertThat(self).contains(squeezed(line));
        }
    }

    @Test
    void shouldReadEveryFlowOfTheDocs() throws IOException {
        int flows = 0;
        for (String page : List.of("README.md", "docs/flows.md", "docs/database-channels.md")) {
            for (String block : blocks(page, "yaml")) {
                if (block.startsWith("flow:")) {
                    Path flowDir = Files.createDirectories(dir.resolve("flows" + flows++));
                    Files.writeString(flowDir.resolve("flow.yaml"), block);
                    Files.writeString(flowDir.resolve("order.schema.json"), "{}");
                    List<Flow> read = FlowFiles.read(flowDir);
                    assertThat(read)
                            .singleElement()
                            .satisfies(flow -> assertThat(flow.steps()).isNotEmpty());
                }
            }
        }
        assertThat(flows).isEqualTo(8);
    }

    @Test
    void shouldUnderstandEveryCommandOfTheDocs() throws IOException {
        int commands = 0;
        for (String page : List.of("README.md", "docs/operation.md", "docs/monitoring.md")) {
            for (String block : blocks(page, "sh")) {
                for (String line : block.lines().toList()) {
                    List<String> words = words(line);
                    if (!words.isEmpty() && words.get(0).matches("(\\./)?renkei")) {
                        commands++;
                        assertThatCode(() -> Renkei.commandLine()
                                        .parseArgs(
                                                words.subList(1, words.size()).toArray(String[]::new)))
                                .as(line)
                                .doesNotThrowAnyException();
                    }
                }
            }
        }
        assertThat(commands).isGreaterThan(10);
    }

    /** As a shell splits a line; what follows a # is a comment. */
    private static List<String> words(String line) {
        return Pattern.compile("'([^']*)'|([^\\s'#]+)|#.*")
                .matcher(line)
                .results()
                .filter(word -> !word.group().startsWith("#"))
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }

    private static List<String> blocks(String page, String language) throws IOException {
        return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(ROOT.resolve(page)))
                .results()
                .map((MatchResult block) -> block.group(1))
                .toList();
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
