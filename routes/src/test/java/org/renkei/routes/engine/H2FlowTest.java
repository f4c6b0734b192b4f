package org.renkei.routes.engine;

import java.nio.file.Path;
import org.renkei.broker.table.DataSourceConfig;

class H2FlowTest extends DatabaseFlowContract {

    @Override
    DataSourceConfig emptyDatabase() {
        return new DataSourceConfig(null, null, null, null, Path.of("sql"));
    }
}
