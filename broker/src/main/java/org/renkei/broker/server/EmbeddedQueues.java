package org.renkei.broker.server;

import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;

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

    private Queue find(String name) {
        return server.locateQueue(SimpleString.of(name));
    }
}
