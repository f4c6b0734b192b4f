package org.renkei.services.demo;

import java.nio.file.Path;

class H2DatabaseCrashTest extends DatabaseCrashContract {

    @Override
    String dataSource(String name) {
        return "{migrations: ledger}";
    }

    @Override
    String url(Path home, String name) {
        return "jdbc:h2:file:" + home.resolve("data/databases").resolve(name);
    }

    @Override
    String user() {
        return "sa";
    }

    @Override
    boolean isServer() {
        return false;
    }
}
