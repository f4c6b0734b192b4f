package org.renkei.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.util.DriverDataSource;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;

/** How connections are kept: opened when first needed, given up on within seconds. */
final class Pool {

    private static final Duration WAIT = Duration.ofSeconds(3);
    private static final Duration VALIDATION = Duration.ofSeconds(2);

    /** What Flyway holds at once. */
    private static final int LEAST = 2;

    private Pool() {}

    static HikariDataSource of(DatabaseSettings settings, Dialect dialect) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(settings.what());
        config.setDataSource(source(settings, dialect));
        config.setMaximumPoolSize(Math.max(LEAST, settings.connections()));
        config.setAutoCommit(false);
        config.setConnectionTimeout(WAIT.toMillis());
        config.setValidationTimeout(VALIDATION.toMillis());
        // A database that is down must not keep the pool from being made: Database.open says so in its own words.
        config.setInitializationFailTimeout(-1);
        return new HikariDataSource(config);
    }

    private static DataSource source(DatabaseSettings settings, Dialect dialect) {
        Properties properties = new Properties();
        properties.putAll(dialect.properties());
        String url = dialect.safe(settings.url());
        DataSource driver = new DriverDataSource(url, null, properties, settings.user(), settings.password());
        return dialect.standsInterrupts() ? driver : new ShelteredDataSource(driver, StoreLock.of(url));
    }
}
