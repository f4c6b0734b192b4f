package org.renkei.broker.server;

import java.util.Optional;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.renkei.broker.channel.ChannelMessage;

/** Asks the embedded broker itself. */
record EmbeddedQueues(ActiveMQServer server) implements BrokerQueues {

    @Override
    public boolean exists(String name) {
        return find(name) != null;
    }

    @Override
    public boolean isTemporary(String name) {
        Queue queue = find(name);
        return queue != null && queue.isTemporary();
    }

    @Override
    public boolean holdsMemory() {
        return true;
    }

    /** It ends with this process. */
    @Override
    public void onMemoryLost(Runnable listener) {}

    @Override
    public Optional<String> answers(Consumer<ChannelMessage> each) {
        return Optional.empty();
    }

    private Queue find(String name) {
        return server.locateQueue(SimpleString.of(name));
    }
}
