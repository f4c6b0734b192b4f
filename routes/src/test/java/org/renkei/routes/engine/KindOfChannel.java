package org.renkei.routes.engine;

import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.PostgresServer;

/** The kinds of channel that a flow may run on, for tests that are the same on all. */
enum KindOfChannel {
    VOLATILE("kind: volatile"),
    PERSISTENT("kind: persistent"),
    H2("kind: database, dataSource: shop"),
    POSTGRESQL("kind: database, dataSource: shop");

    private final String kind;

    KindOfChannel(String kind) {
        this.kind = kind;
    }

    /** A line of etc/channels.yaml. @param more further settings, such as {@code consumers: 1}; or "" */
    String channel(String name, String more) {
        return name + ": {" + kind + (more.isEmpty() ? "" : ", " + more) + "}\n";
    }

    boolean isDatabase() {
        return this == H2 || this == POSTGRESQL;
    }

    /** Adds what this kind needs. @param server for POSTGRESQL only; may be null for others */
    RunningEngine.Builder prepare(RunningEngine.Builder builder, PostgresServer server) {
        return switch (this) {
            case H2 -> builder.dataSource("shop", DataSourceConfig.embedded());
            case POSTGRESQL ->
                builder.dataSource(
                        "shop",
                        new DataSourceConfig(
                                server.newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD, null, null));
            default -> builder;
        };
    }
}
