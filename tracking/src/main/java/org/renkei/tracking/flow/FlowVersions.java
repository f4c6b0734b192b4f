package org.renkei.tracking.flow;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.renkei.database.Conflict;
import org.renkei.database.Database;
import org.renkei.database.DatabaseException;
import org.renkei.tracking.journey.Rows;

/**
 * Keeps the versions of flows. None is ever deleted. Thread-safe, and safe for several processes on one PostgreSQL; every method throws
 * {@link DatabaseException} if the database is down.
 */
public final class FlowVersions {
    private static final int TRIES = 5;
    private static final String THIS = " where flow = ? and version = ?";
    private static final String UPDATE =
            "update tracking.flow_version set file = ?, deployed_at = ?, deployed_by = ?" + THIS;
    private static final String INSERT = "insert into tracking.flow_version"
            + " (flow, version, file, yaml, schema_text, apps, deployed_at, deployed_by) values (?, ?, ?, ?, ?, ?, ?, ?)";
    private static final String FIND = "select * from tracking.flow_version" + THIS;
    private static final String OF_FLOW =
            "select * from tracking.flow_version where flow = ? order by deployed_at desc, version";

    private static final String LAST = "select flow, version from tracking.flow_version order by deployed_at, version";

    private final Database database;

    public FlowVersions(Database database) {
        this.database = database;
    }

    /** All of them or none; one that is known already is deployed once more. */
    public void save(Collection<FlowVersion> versions) {
        Conflict last = null;
        for (int i = 0; i < TRIES; i++) {
            try {
                database.commit(connection -> save(connection, versions));
                return;
            } catch (Conflict e) {
                // Another process has just saved the same.
                last = e;
            }
        }
        throw last;
    }

    private static Void save(Connection connection, Collection<FlowVersion> versions) throws SQLException {
        for (FlowVersion version : versions) {
            if (!update(connection, version)) {
                insert(connection, version);
            }
        }
        return null;
    }

    private static boolean update(Connection connection, FlowVersion version) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(UPDATE)) {
            new Rows(statement)
                    .text(version.file())
                    .time(version.deployedAt())
                    .text(version.deployedBy())
                    .text(version.flow())
                    .text(version.version());
            return statement.executeUpdate() > 0;
        }
    }

    private static void insert(Connection connection, FlowVersion version) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            new Rows(statement)
                    .text(version.flow())
                    .text(version.version())
                    .text(version.file())
                    .bytes(bytes(version.yaml()))
                    .bytes(bytes(version.schema()))
                    .text(text(version.apps()))
                    .time(version.deployedAt())
                    .text(version.deployedBy());
            statement.executeUpdate();
        }
    }

    /** Empty if it was never deployed. */
    public Optional<FlowVersion> find(String flow, String version) {
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(FIND)) {
                new Rows(statement).text(flow).text(version);
                return read(statement).stream().findFirst();
            }
        });
    }

    /** Every version of a flow, the last one deployed first; none if there never was such a flow. */
    public List<FlowVersion> of(String flow) {
        return database.read(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(OF_FLOW)) {
                new Rows(statement).text(flow);
                return read(statement);
            }
        });
    }

    /** The version of each flow that was deployed last. */
    public Map<String, String> last() {
        return database.read(connection -> {
            Map<String, String> last = new HashMap<>();
            try (PreparedStatement statement = connection.prepareStatement(LAST);
                    ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    last.put(rows.getString("flow"), rows.getString("version"));
                }
            }
            return last;
        });
    }

    private static List<FlowVersion> read(PreparedStatement statement) throws SQLException {
        List<FlowVersion> versions = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                versions.add(new FlowVersion(
                        rows.getString("flow"),
                        rows.getString("version"),
                        rows.getString("file"),
                        text(rows.getBytes("yaml")),
                        text(rows.getBytes("schema_text")),
                        apps(rows.getString("apps")),
                        Rows.time(rows, "deployed_at"),
                        rows.getString("deployed_by")));
            }
        }
        return versions;
    }

    private static String text(Map<String, String> apps) {
        return apps.isEmpty()
                ? null
                : apps.entrySet().stream().map(Map.Entry::toString).collect(Collectors.joining(","));
    }

    private static Map<String, String> apps(String text) {
        Map<String, String> apps = new TreeMap<>();
        for (String app : text == null ? new String[0] : text.split(",")) {
            apps.put(app.substring(0, app.indexOf('=')), app.substring(app.indexOf('=') + 1));
        }
        return apps;
    }

    private static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : new String(bytes, StandardCharsets.UTF_8);
    }
}
