package org.renkei.services.perf;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.renkei.database.PostgresServer;

/** {@code ./renkei perf} on a PostgreSQL that is started for it: {@code PostgresPerf DIR [--quick] [--json]}. */
final class PostgresPerf {
    private PostgresPerf() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Path.of(arguments[0]), "postgres-");
        PostgresServer server = PostgresServer.start(directory);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--database", server.newDatabase(), "--user", PostgresServer.USER));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close, "postgres-stop"));
        Perf.main(all.toArray(String[]::new));
    }
}
