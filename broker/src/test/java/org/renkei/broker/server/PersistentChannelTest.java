package org.renkei.broker.server;

import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;

class PersistentChannelTest extends ChannelContract {

    @Override
    ChannelConfig channel() {
        return ChannelConfig.of(ChannelKind.PERSISTENT);
    }
}
