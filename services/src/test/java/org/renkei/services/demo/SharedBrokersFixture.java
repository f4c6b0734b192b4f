package org.renkei.services.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.jms.JMSContext;
import jakarta.jms.TextMessage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.database.ArtemisServer;
import org.renkei.database.PostgresServer;

/** Two processes that share one flow, over two clustered brokers that they did not start, and one PostgreSQL. */
abstract class SharedBrokersFixture {

    static final Duration SOON = Duration.ofSeconds(60);

    @TempDir
    private Path directory;

    private PostgresServer postgres;
    private final String flow;

    List<ArtemisServer> brokers;
    String database;
    CrashedServer left;
    CrashedServer right;

    SharedBrokersFixture(String flow) {
        this.flow = flow;
    }

    /** What a process needs besides its node, broker and port. */
    abstract void configure(CrashedServer server, StringBuilder settings) throws Exception;

    abstract String flowFile();

    @BeforeEach
    void start() throws Exception {
        brokers = ArtemisServer.startCluster(directory.resolve("artemis"), 2);
        postgres = PostgresServer.start(directory.resolve("postgres"));
        database = postgres.newDatabase();
        left = server("left");
        right = server("right");
    }

    @AfterEach
    void stop() throws Exception {
        left.close();
        right.close();
        postgres.close();
        brokers.forEach(ArtemisServer::close);
    }

    private CrashedServer server(String node) throws Exception {
        CrashedServer server = new CrashedServer(directory.resolve(node));
        String urls = brokers.stream().map(ArtemisServer::url).collect(Collectors.joining(","));
        StringBuilder settings = new StringBuilder("""
                node: %s
                broker: {url: "(%s)", user: %s, password: %s, role: %s}
                http: {port: %d}
                """.formatted(
                        node,
                        urls,
                        ArtemisServer.USER,
                        ArtemisServer.PASSWORD,
                        ArtemisServer.ROLE,
                        server.ports().get(2)));
        configure(server, settings);
        CrashedServer.write(server.home().settingsFile(), settings.toString());
        try (Stream<Path> demo = Files.list(server.home().flows())) {
            for (Path file : demo.toList()) {
                Files.delete(file);
            }
        }
        CrashedServer.write(server.home().flows().resolve(flow + ".yaml"), flowFile());
        return server;
    }

    /** As programs that know nothing of Renkei. @return the correlation ids */
    Set<String> send(int broker, String queue, String name, int messages) throws Exception {
        Set<String> sent = new TreeSet<>();
        try (JMSContext context = CrashedServer.coreAt(brokers.get(broker).url())
                .createContext(ArtemisServer.PROGRAM, ArtemisServer.PASSWORD)) {
            for (int i = 0; i < messages; i++) {
                TextMessage message = context.createTextMessage(flow);
                message.setJMSCorrelationID(name + "-" + i);
                context.createProducer().send(context.createQueue(queue), message);
                sent.add(name + "-" + i);
            }
        }
        return sent;
    }

    /** Whichever process its steps are in, the result finds who waits. @return the result's body */
    String submitAndWait(CrashedServer server) {
        JsonNode answer = server.connection().post("/flows/" + flow + "/jobs?wait=30s", flow, SOON);
        assertThat(answer.path("state").asText()).as(answer.toString()).isEqualTo("COMPLETED");
        return answer.path("body").asText();
    }
}
