package org.renkei.broker.session;

import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Priority;

/**
 * One transacted session on a broker with one receiver, as {@link WorkerSession} uses it: over the wire, or right inside a broker of this
 * process. For one thread at a time.
 */
interface BrokerSession extends AutoCloseable {

    /** The broker that it is on. */
    BrokerMember member();

    /** The next message, waiting for one; null if none came. */
    Arrival receive(Duration wait) throws ActiveMQException, InterruptedException;

    /** The next message if there is one now; null if not. Asks the broker if none was fetched ahead. */
    Arrival receiveNow() throws ActiveMQException, InterruptedException;

    /** True if the broker would have to be asked for the next one. */
    boolean nothingFetched();

    /** The transaction takes this message, and all that were received before. */
    void acknowledge(Arrival arrival) throws ActiveMQException;

    /** The transaction takes this message and no other. */
    void acknowledgeOnly(Arrival arrival) throws ActiveMQException;

    void send(SimpleString address, ChannelMessage message, boolean durable, Priority priority)
            throws ActiveMQException;

    /** Of several brokers, another may have a queue that there is, and this one may have no way there. */
    boolean reaches(String queue) throws ActiveMQException;

    void commit() throws ActiveMQException;

    /** What was fetched ahead is given back too. */
    void rollback() throws ActiveMQException;

    /** No longer fetches anything ahead, and gives back what it had, until {@link #openReceiver()}. */
    void closeReceiver() throws ActiveMQException;

    void openReceiver() throws ActiveMQException;

    /** False if the broker has closed its receiver. */
    boolean isReceiverOpen();

    boolean isClosed();

    @Override
    void close() throws ActiveMQException;
}
