package org.renkei.services.perf;

import jakarta.jms.Connection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.activemq.artemis.core.config.Configuration;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.config.storage.DatabaseStorageConfiguration;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.PostgresServer;

/**
 * A tracked three-step flow over database channels beside Artemis with its own JDBC store, which keeps a journal in tables, and beside
 * the bare table queue, on one PostgreSQL that is started for it: {@code ArtemisJdbcPerf DIR [MESSAGES]}. The store works as its
 * defaults say; its queues are as many, its workers and batches the same.
 */
final class ArtemisJdbcPerf {

    private static final String NAME = "artemis-jdbc-4";
    private static final String ACCEPTOR = "vm://99";
    private static final List<String> QUEUES = List.of("jdbc-0", "jdbc-1", "jdbc-2", "jdbc-3");
    private static final String FLOW = "database-3";
    private static final int ROUNDS = 7;
    private static final Duration LONGEST = Duration.ofMinutes(5);

    private ArtemisJdbcPerf() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "jdbc-");
        PostgresServer server = PostgresServer.start(directory.resolve("postgres"));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "postgres-stop"));
        PerfSettings full = PerfSettings.full();
        int messages = arguments.length > 1 ? Integer.parseInt(arguments[1]) : full.messages();
        PerfSettings settings = new PerfSettings(
                false,
                full.seconds(),
                messages,
                full.consumers(),
                full.batch(),
                full.bodyBytes(),
                Set.of(FLOW),
                new DataSourceConfig(server.newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD, null, null));
        EmbeddedActiveMQ artemis = new EmbeddedActiveMQ().setConfiguration(onTables(server.newDatabase(), directory));
        artemis.start();
        try (Connection connection = new ActiveMQConnectionFactory(ACCEPTOR).createConnection();
                Rig rig = new Rig(Files.createDirectories(directory.resolve("rig")), settings)) {
            connection.start();
            List<Pipeline> pipelines = Stream.concat(
                            Stream.of(
                                    new Named(new BarePipeline(connection, QUEUES, ChannelKind.PERSISTENT, settings))),
                            rig.flowsBesideBare().stream()
                                    .filter(pipeline -> pipeline.name().equals(FLOW)
                                            || pipeline.name().equals(BareTable.name(QUEUES.size()))))
                    .toList();
            Map<String, List<Double>> rates =
                    new Measurement(pipelines, messages, System.out::println).run(ROUNDS, LONGEST);
            rates.forEach((pipeline, values) -> System.out.printf("%-25s %s%n", pipeline, Spread.of(values)));
        } finally {
            artemis.stop();
        }
        System.exit(0);
    }

    private static Configuration onTables(String url, Path directory) throws Exception {
        DatabaseStorageConfiguration store = new DatabaseStorageConfiguration();
        store.setJdbcConnectionUrl(url + "&password=" + PostgresServer.PASSWORD);
        store.setJdbcDriverClassName("org.postgresql.Driver");
        return new ConfigurationImpl()
                .setSecurityEnabled(false)
                .setPersistenceEnabled(true)
                .setStoreConfiguration(store)
                .setLargeMessagesDirectory(directory.resolve("large").toString())
                .addAcceptorConfiguration("in-vm", ACCEPTOR);
    }

    /** The bare pipeline under the name of its store. */
    private record Named(Pipeline pipeline) implements Pipeline {

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public int hops() {
            return pipeline.hops();
        }

        @Override
        public Duration move(int messages) throws Exception {
            return pipeline.move(messages);
        }
    }
}
