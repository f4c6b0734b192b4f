package org.renkei.broker.server;

import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.table.DataSourceConfig;

class H2ChannelTest extends ChannelContract {

    @Override
    ChannelConfig channel() {
        return ChannelConfig.in("shop");
    }

    @Override
    TestBroker prepared(TestBroker bare) {
        return bare.with("shop", DataSourceConfig.embedded());
    }
}
