package org.renkei.broker.table;

class H2WakingTest extends WakingContract {

    @Override
    DataSourceConfig database() {
        return DataSourceConfig.embedded();
    }
}
