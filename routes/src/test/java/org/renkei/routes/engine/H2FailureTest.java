package org.renkei.routes.engine;

import org.renkei.broker.table.DataSourceConfig;

class H2FailureTest extends FailureContract {

    @Override
    String kind() {
        return "kind: database, dataSource: shop";
    }

    @Override
    RunningEngine.Builder prepared(RunningEngine.Builder builder) {
        return builder.dataSource("shop", DataSourceConfig.embedded());
    }
}
