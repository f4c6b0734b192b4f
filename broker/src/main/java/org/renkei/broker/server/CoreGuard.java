package org.renkei.broker.server;

import org.apache.activemq.artemis.api.core.Interceptor;
import org.apache.activemq.artemis.core.protocol.core.Channel;
import org.apache.activemq.artemis.core.protocol.core.CoreRemotingConnection;
import org.apache.activemq.artemis.core.protocol.core.Packet;
import org.apache.activemq.artemis.core.protocol.core.ServerSessionPacketHandler;
import org.apache.activemq.artemis.core.protocol.core.impl.PacketImpl;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.ReattachSessionResponseMessage;
import org.apache.activemq.artemis.core.protocol.core.impl.wireformat.SessionSendContinuationMessage;
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
 * <p>It also notes which messages their sender waits for no answer to, so that {@link Door} can tell it otherwise.
 */
final class CoreGuard implements Interceptor {

    private static final Logger log = LoggerFactory.getLogger(CoreGuard.class);
    private static final long CONNECTION_CHANNEL = 1;
    private static final int NOTHING_CONFIRMED = -1;

    private final UnansweredSends unanswered;

    CoreGuard(UnansweredSends unanswered) {
        this.unanswered = unanswered;
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
                if (endsAMessage(packet)
                        && connection instanceof CoreRemotingConnection core
                        && !(connection.getTransportConnection() instanceof InVMConnection)) {
                    noteWhetherAnswered(packet, core);
                }
                return true;
            }
        }
    }

    private static boolean endsAMessage(Packet packet) {
        return packet instanceof SessionSendMessage
                || packet instanceof SessionSendContinuationMessage part && !part.isContinues();
    }

    private void noteWhetherAnswered(Packet packet, CoreRemotingConnection connection) {
        Channel channel = connection.getChannel(packet.getChannelID(), -1);
        if (channel.getHandler() instanceof ServerSessionPacketHandler handler) {
            unanswered.arrived(handler.getSession().getName(), !packet.isRequiresResponse());
        } else if (channel.getHandler() == null) {
            // To ask for it has made it: a stranger must not fill the memory with channels of no session.
            connection.removeChannel(packet.getChannelID());
        }
    }

    private static void refuseReattach(RemotingConnection connection) {
        log.atInfo().addKeyValue("remote", connection.getRemoteAddress()).log("session reattach refused");
        if (connection instanceof CoreRemotingConnection core) {
            core.getChannel(CONNECTION_CHANNEL, -1).send(new ReattachSessionResponseMessage(NOTHING_CONFIRMED, false));
        }
    }
}
