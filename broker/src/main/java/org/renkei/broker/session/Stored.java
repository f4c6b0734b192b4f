package org.renkei.broker.session;

import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.StorageManager;
import org.apache.activemq.artemis.core.server.LargeServerMessage;

/** A message as a broker keeps it: if it is large, its body is in a file of its own. */
final class Stored {

    private static final int PART = 64 * 1024;

    private Stored() {}

    static Message of(CoreMessage wire, StorageManager storage) throws Exception {
        return wire.getEncodeSize() < ActiveMQClient.DEFAULT_MIN_LARGE_MESSAGE_SIZE ? wire : inFile(wire, storage);
    }

    private static Message inFile(CoreMessage wire, StorageManager storage) throws Exception {
        LargeServerMessage large = storage.createCoreLargeMessage(storage.generateID(), wire);
        try {
            ActiveMQBuffer body = wire.getReadOnlyBodyBuffer();
            large.toMessage().putLongProperty(Message.HDR_LARGE_BODY_SIZE, body.readableBytes());
            while (body.readable()) {
                large.addBytes(body.readSlice(Math.min(body.readableBytes(), PART)));
            }
        } finally {
            large.releaseResources(true, true);
        }
        return large.toMessage();
    }
}
