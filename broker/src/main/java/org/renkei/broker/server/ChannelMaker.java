package org.renkei.broker.server;

import java.time.Clock;
import org.apache.activemq.artemis.core.server.Queue;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelQueue;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.limits.HandBlocks;
import org.renkei.broker.table.TableQueue;

/** Makes the channels of the embedded broker, with their queues. */
record ChannelMaker(
        ChannelQueues queues,
        DatabaseParts databases,
        HandBlocks blocks,
        ProducerCounts producers,
        ConnectedClients clients,
        Clock clock) {

    /** @return stopped; its queue holds what it held before */
    LiveChannel make(String name, ChannelConfig config) throws Exception {
        Queue queue = queues.declare(name, config.kind());
        ArtemisQueue asked = new ArtemisQueue(queue, producers::of, clients, clock);
        ChannelQueue lies = config.kind() == ChannelKind.DATABASE
                ? new TableQueue(name, databases.database(config.dataSource()), asked)
                : asked;
        return new LiveChannel(name, config, lies, blocks, clock);
    }
}
