package org.renkei.broker.server;

import org.renkei.broker.table.DataSourceConfig;

class H2ProgramCommitTest extends ProgramCommitContract {

    @Override
    DataSourceConfig database() {
        return DataSourceConfig.embedded();
    }
}
