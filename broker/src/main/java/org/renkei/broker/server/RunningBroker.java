package org.renkei.broker.server;

import jakarta.jms.ConnectionFactory;
import java.util.Optional;
import org.renkei.broker.channel.ChannelConfig;

/** A broker in use, from its start to its stop. Thread-safe, but for the stop. */
interface RunningBroker {

    LiveChannels channels();

    Recovery recovery();

    /** As {@link Broker#problem()} says. */
    Optional<String> problem();

    /** As {@link Broker#connections()} says. */
    long connections();

    /** The port of its listener for Core clients; 0 if it is not ours to know. */
    int corePort();

    /** The port of its listener for AMQP clients; 0 if it is not ours to know. */
    int amqpPort();

    /** Connections as Renkei itself. */
    ConnectionFactory local();

    /** Connections as a program. */
    ConnectionFactory local(String user, String password);

    /** Within half a minute. */
    void stop();

    /** As {@link Broker#declare}. */
    void declare(String name, ChannelConfig config);
}
