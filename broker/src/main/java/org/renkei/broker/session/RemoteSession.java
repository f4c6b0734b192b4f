package org.renkei.broker.session;

import java.time.Clock;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientConsumer;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientProducer;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.client.impl.ClientConsumerInternal;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.channel.Priority;

/** Over a connection of Artemis's own client, to a broker anywhere. */
final class RemoteSession implements BrokerSession {

    /** Room in the buffer for each message of a batch: enough that it is never empty, little enough to share with others. */
    private static final int BUFFERED_BYTES_PER_MESSAGE = 4 * 1024;

    private final MemberSession opened;
    private final ClientSession session;
    private final LiveChannel channel;
    private final SimpleString filter;
    private final Clock clock;
    private final ClientProducer producer;
    private ClientConsumer consumer;

    /** @param filter selects what it receives; null for all */
    RemoteSession(MemberSession opened, LiveChannel channel, SimpleString filter, Clock clock)
            throws ActiveMQException {
        this.opened = opened;
        this.session = opened.session();
        this.channel = channel;
        this.filter = filter;
        this.clock = clock;
        try {
            openReceiver();
            this.producer = session.createProducer();
            session.start();
        } catch (ActiveMQException | RuntimeException e) {
            opened.closeQuietly();
            throw e;
        }
    }

    @Override
    public void openReceiver() throws ActiveMQException {
        consumer = session.createConsumer(SimpleString.of(channel.name()), filter, window(channel), -1, false);
    }

    @Override
    public void closeReceiver() throws ActiveMQException {
        consumer.close();
    }

    /** One at a time takes the next only when it asks, so that a slow worker holds back nothing that another could do. */
    private static int window(LiveChannel channel) {
        int batch = channel.config().batch();
        return batch == 1 ? 0 : batch * BUFFERED_BYTES_PER_MESSAGE;
    }

    @Override
    public Arrival receive(Duration wait) throws ActiveMQException {
        return arrival(consumer.receive(wait.toMillis()));
    }

    @Override
    public Arrival receiveNow() throws ActiveMQException {
        return arrival(consumer.receiveImmediate());
    }

    private static Arrival arrival(ClientMessage message) {
        return message == null
                ? null
                : new Arrival(message, message.getMessageID(), message.getDeliveryCount(), message::getBodyBuffer);
    }

    @Override
    public boolean nothingFetched() {
        return ((ClientConsumerInternal) consumer).getBufferSize() == 0;
    }

    @Override
    public void acknowledge(Arrival arrival) throws ActiveMQException {
        ((ClientMessage) arrival.message()).acknowledge();
    }

    @Override
    public void acknowledgeOnly(Arrival arrival) throws ActiveMQException {
        ((ClientMessage) arrival.message()).individualAcknowledge();
    }

    @Override
    public void send(SimpleString address, ChannelMessage message, boolean durable, Priority priority)
            throws ActiveMQException {
        ClientMessage wire = WireMessage.toSend(session, message, durable, priority, clock);
        producer.send(address, wire);
    }

    @Override
    public boolean reaches(String queue) throws ActiveMQException {
        return opened.reaches(queue);
    }

    @Override
    public BrokerMember member() {
        return opened.member();
    }

    @Override
    public void commit() throws ActiveMQException {
        session.commit();
    }

    @Override
    public void rollback() throws ActiveMQException {
        session.rollback();
    }

    @Override
    public boolean isReceiverOpen() {
        return !consumer.isClosed();
    }

    @Override
    public boolean isClosed() {
        return session.isClosed();
    }

    @Override
    public void close() throws ActiveMQException {
        session.close();
    }
}
