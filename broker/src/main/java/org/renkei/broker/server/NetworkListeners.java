package org.renkei.broker.server;

import java.util.Map;
import org.apache.activemq.artemis.api.core.TransportConfiguration;
import org.apache.activemq.artemis.core.remoting.impl.netty.NettyAcceptorFactory;
import org.apache.activemq.artemis.core.remoting.impl.netty.TransportConstants;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.spi.core.remoting.Acceptor;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/** Opens the broker to the network, one listener for each protocol in use and none for any other. */
final class NetworkListeners {

    private final int corePort;
    private final int amqpPort;

    private NetworkListeners(int corePort, int amqpPort) {
        this.corePort = corePort;
        this.amqpPort = amqpPort;
    }

    /** @throws RenkeiException {@code BROKER_START} naming the key whose port is in use */
    static NetworkListeners open(ActiveMQServer server, BrokerConfig config) {
        return new NetworkListeners(
                listen(server, "core", "CORE", config.core()), listen(server, "amqp", "AMQP", config.amqp()));
    }

    int corePort() {
        return corePort;
    }

    int amqpPort() {
        return amqpPort;
    }

    private static int listen(ActiveMQServer server, String key, String protocol, Listener listener) {
        Acceptor acceptor = server.getRemotingService()
                .createAcceptor(new TransportConfiguration(
                        NettyAcceptorFactory.class.getName(),
                        Map.of(
                                TransportConstants.HOST_PROP_NAME, listener.host(),
                                TransportConstants.PORT_PROP_NAME, listener.port(),
                                TransportConstants.PROTOCOLS_PROP_NAME, protocol),
                        key));
        try {
            acceptor.start();
        } catch (Exception e) {
            throw new RenkeiException(
                    ErrorCode.BROKER_START,
                    "cannot listen on " + listener + ": " + e.getMessage() + "; free it, or set another broker." + key
                            + ".port",
                    e);
        }
        return acceptor.getActualPort();
    }
}
