package org.renkei.services.demo;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.database.PostgresServer;

/** The database itself is killed too. */
class PostgresDatabaseCrashTest extends DatabaseCrashContract {

    @TempDir
    static Path data;

    private static PostgresServer postgres;

    private final Map<String, String> urls = new HashMap<>();

    @BeforeAll
    static void startPostgres() {
        postgres = PostgresServer.start(data);
    }

    @AfterAll
    static void stopPostgres() {
        postgres.close();
    }

    @AfterEach
    void forgetTheDatabases() {
        urls.clear();
    }

    @Override
    String dataSource(String name) {
        return "{url: \"" + url(null, name) + "\", user: postgres, password: postgres, migrations: ledger}";
    }

    @Override
    String url(Path home, String name) {
        return urls.computeIfAbsent(name, database -> postgres.newDatabase());
    }

    @Override
    String user() {
        return PostgresServer.USER;
    }

    @Override
    void hurtTheDatabase() {
        postgres.kill();
        postgres.startAgain();
    }

    @Override
    boolean isServer() {
        return true;
    }
}
