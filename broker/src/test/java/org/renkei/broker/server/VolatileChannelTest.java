package org.renkei.broker.server;

import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;

class VolatileChannelTest extends ChannelContract {

    @Override
    ChannelConfig channel() {
        return ChannelConfig.of(ChannelKind.VOLATILE);
    }
}
