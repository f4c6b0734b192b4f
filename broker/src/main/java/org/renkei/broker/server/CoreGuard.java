package org.renkei.broker.server;

import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.MessagePacket;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendMessage;
import org.apache.activemq.artemis.core.remoting.impl.invm.InVMConnection;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses the packets that the Core protocol takes from a connection that never gave a password: reattaching to the session
 * of another (open in Artemis before 2.57.0), and making a queue outside of any session. A client that reconnects is told
 * that its session is gone; it then makes a new one, with its password.
 *
 * <p>It also marks messages whose sender waits for no answer, so that {@link Door} can tell it otherwise.
 */
final class CoreGuard implements Interceptor {

    private static final Logger log = LoggerFactory.getLogger(CoreGuard.class);
    private static final long CONNECTION_CHANNEL = 1;
    private static final int NOTHING_CONFIRMED = -1;
    private static final Object UNANSWERED = new Object();

    /** True if whoever sent this message, outside of a transaction, will not hear whether it was taken. */
    static boolean isUnanswered(Message message) {
        return message.getUserContext(UNANSWERED) != null;
    }

    @Override
    public boolean intercept(Packet packet, RemotingConnection connection) {
        switch (packet.getType()) {
            case PacketImpl.REATTACH_SESSION -> {
                refuseReattach(connection);
                return false;
            }
            case PacketImpl.CREATE_QUEUE, PacketImpl.CREATE_QUEUE_V2 -> {
                return packet.getChannelID() != CONNECTION_CHANNEL;
            }
            default -> {
                if (packet instanceof SessionSendMessage send
                        && !send.isRequiresResponse()
                        && !(connection.getTransportConnection() instanceof InVMConnection)) {
                    ((MessagePacket) send).getMessage().setUserContext(UNANSWERED, UNANSWERED);
                }
                return true;
            }
        }
    }

    private static void refuseReattach(RemotingConnection connection) {
        log.atInfo().addKeyValue("remote", connection.getRemoteAddress()).log("session reattach refused");
        if (connection instanceof CoreRemotingConnection core) {
            core.getChannel(CONNECTION_CHANNEL, -1).send(new ReattachSessionResponseMessage(NOTHING_CONFIRMED, false));
        }
    }
}
