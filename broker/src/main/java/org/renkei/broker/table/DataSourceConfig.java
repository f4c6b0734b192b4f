package org.renkei.broker.table;

import java.nio.file.Path;
import org.renkei.broker.config.ConfigException;

/**
 * A business database, in which database channels may live beside the business's own tables.
 *
 * @param url a JDBC URL of H2 or PostgreSQL. Default: an embedded H2 in {@code data/databases/NAME}
 * @param user default: {@code sa} for the embedded one, else none
 * @param password default: none
 * @param connections for applications that open their own, and for programs that send here; each worker of a database channel has
 *     one besides. 1 to 1,000. Default 10
 * @param migrations a folder of Flyway scripts ({@code V1__tables.sql}, …) for the business's own tables, relative to
 *     {@code etc}; run at start. Default: none
 */
public record DataSourceConfig(String url, String user, String password, Integer connections, Path migrations) {

    private static final int MOST_CONNECTIONS = 1_000;

    public DataSourceConfig {
        if (url != null && !url.startsWith("jdbc:h2:") && !url.startsWith("jdbc:postgresql:")) {
            throw new ConfigException(
                    "url", "must begin with jdbc:h2: or jdbc:postgresql:, was " + url.split("[;?]", 2)[0]);
        }
        connections = connections == null ? 10 : connections;
        if (connections < 1 || connections > MOST_CONNECTIONS) {
            throw new ConfigException("connections", "must be 1 to " + MOST_CONNECTIONS + ", was " + connections);
        }
    }

    /** An embedded one, with all defaults. */
    public static DataSourceConfig embedded() {
        return new DataSourceConfig(null, null, null, null, null);
    }

    /** Without the password, and without the options of the URL, which may hold one. */
    @Override
    public String toString() {
        return "DataSourceConfig[url=" + (url == null ? "embedded" : url.split("[;?]", 2)[0]) + ", user=" + user
                + ", connections=" + connections + ", migrations=" + migrations + "]";
    }
}
