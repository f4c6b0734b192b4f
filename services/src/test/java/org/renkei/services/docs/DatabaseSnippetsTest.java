package org.renkei.services.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.ConnectionFactory;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.broker.table.BusinessDatabase;
import org.renkei.services.Server;
import org.renkei.services.config.Home;
import org.renkei.services.config.Settings;
import org.renkei.services.lifecycle.Progress;

/** What docs/database-channels.md shows is run here, style by style. */
class DatabaseSnippetsTest {
    private static final Path PAGE = Path.of("..", "docs", "database-channels.md");
    private static final Path APPLICATION = Path.of("src/test/java/org/renkei/services/docs/EntryApplication.java");

    @TempDir
    Path dir;

    @Test
    void shouldWriteAnEntryInEveryStyle() throws Exception {
        // Given the flow and the route of the page, and its application
        Home home = new Home(dir);
        write("etc/renkei.yaml", """
                broker: {core: {port: 0}, amqp: {port: 0}}
                http: {port: 0}
                dataSources: {books: {migrations: sql}}
                applications: {entry: org.renkei.services.docs.EntryApplication}
                """);
        write("etc/sql/V1__entry.sql", "create table entry (job varchar(64) not null, text varchar(100) not null);");
        write("etc/channels.yaml", """
                entries-in: {kind: persistent}
                entries-write: {kind: database, dataSource: books}
                java-in: {kind: persistent}
                java-write: {kind: database, dataSource: books}
                raw-in: {kind: persistent}
                entries-raw: {kind: database, dataSource: books}
                """);
        write("etc/flows/entries.yaml", block("yaml", "flow: entries"));
        write("etc/flows/java.yaml", """
                flow: java
                start: java-in
                steps:
                  write: {channel: java-write, bean: entry, next: end}
                """);
        write("etc/routes/jdbc.yaml", block("yaml", "- from:"));
        write("etc/routes/raw.yaml", "- from:\n    uri: channel:raw-in\n    steps:\n      - to: channel:entries-raw\n");
        String password =
                Users.loadOrCreate(home.usersFile(), home.adminPasswordFile()).add("shop", Set.of(Role.CLIENT));
        Server server = new Server(home, Settings.read(home), Progress.SILENT, Clock.systemUTC(), () -> {});
        server.start();

        // When a message comes to each
        ConnectionFactory factory = new ActiveMQConnectionFactory(
                "tcp://127.0.0.1:" + server.runFile().corePort());
        try (JMSContext jms = factory.createContext("shop", password)) {
            jms.createProducer().send(jms.createQueue("entries-in"), "by sql");
            jms.createProducer().send(jms.createQueue("java-in"), "by java");
            jms.createProducer().send(jms.createQueue("raw-in"), "by jdbc");
            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(entries(home)).hasSize(3));
        } finally {
            server.stopping().force();
            server.awaitStopped();
        }

        // Then each has written once
        assertThat(entries(home)).containsExactlyInAnyOrder("by sql", "by java", "by jdbc");
    }

    @Test
    void shouldHaveRunTheApplicationOfThePage() throws IOException {
        String ran = squeezed(Files.readString(APPLICATION));

        assertThat(ran).contains(squeezed(block("java", "public Outcome process")));
    }

    private void write(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static List<String> entries(Home home) throws Exception {
        List<String> entries = new ArrayList<>();
        // As the server in this process has opened it.
        String url =
                BusinessDatabase.embeddedUrl(home.databases(), "books").replace("jdbc:h2:", "jdbc:h2:guarded:async:");
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select text from entry")) {
            while (rows.next()) {
                entries.add(rows.getString(1));
            }
        }
        return entries;
    }

    private static String block(String language, String beginning) throws IOException {
        return Pattern.compile("```" + language + "\\n(.*?)```", Pattern.DOTALL)
                .matcher(Files.readString(PAGE))
                .results()
                .map(found -> found.group(1))
                .filter(found -> found.startsWith(beginning))
                .findFirst()
                .orElseThrow();
    }

    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }
}
