package org.renkei.database;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Set;
import java.util.TreeSet;

/** A database with one table of numbers. */
final class Sample {

    private static final String MIGRATIONS = "db/migration/sample";

    private Sample() {}

    static Database h2(Path folder, int connections) {
        return h2(folder, "", connections);
    }

    /** @param options of the URL */
    static Database h2(Path folder, String options, int connections) {
        return Database.open(new DatabaseSettings(
                "sample database",
                "sample",
                "jdbc:h2:file:" + folder.resolve("sample") + ";DB_CLOSE_ON_EXIT=FALSE" + options,
                "sa",
                "",
                connections,
                "sample",
                MIGRATIONS));
    }

    static Database postgres(String url, int connections) {
        return Database.open(new DatabaseSettings(
                "sample database",
                "sample",
                url,
                PostgresServer.USER,
                PostgresServer.PASSWORD,
                connections,
                "sample",
                MIGRATIONS));
    }

    static Work<Void> insert(int number) {
        return connection -> {
            try (PreparedStatement insert = connection.prepareStatement("insert into sample.number (n) values (?)")) {
                insert.setInt(1, number);
                insert.executeUpdate();
            }
            return null;
        };
    }

    static Set<Integer> numbers(Database database) {
        return database.read(connection -> {
            Set<Integer> numbers = new TreeSet<>();
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select n from sample.number")) {
                while (rows.next()) {
                    numbers.add(rows.getInt(1));
                }
            }
            return numbers;
        });
    }
}
