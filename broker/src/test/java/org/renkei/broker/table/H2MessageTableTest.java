package org.renkei.broker.table;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.database.DatabaseSettings;

class H2MessageTableTest extends MessageTableContract {

    @TempDir
    Path dir;

    @Override
    DatabaseSettings settings() {
        String url = "jdbc:h2:file:" + dir.resolve("business") + ";DB_CLOSE_ON_EXIT=FALSE";
        return new DatabaseSettings("data source", "dataSources.business", url, "sa", "", 8, "renkei", MIGRATIONS);
    }

    @Override
    String series(int rows) {
        return "system_range(1, " + rows + ")";
    }

    @Override
    int many() {
        return 50_000;
    }
}
