package org.renkei.tracking.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;

/** How connections are kept: opened when first needed, given up on within seconds. */
final class Pool {

    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final Duration VALIDATION = Duration.ofSeconds(2);

    private Pool() {}

    static HikariDataSource of(Dialect dialect, String url, String user, String password, int size) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("tracking");
        config.setJdbcUrl(url);
        config.setUsername(user);
        config.setPassword(password);
        config.setMaximumPoolSize(size);
        config.setAutoCommit(false);
        config.setConnectionTimeout(WAIT.toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
        // A database that is down must not keep the pool from being made: Database.open says so in its own words.
        config.setInitializationFailTimeout(-1);
        dialect.properties().forEach(config::addDataSourceProperty);
        return new HikariDataSource(config);
    }
}
