package org.renkei.broker.server;

import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQAddressFullException;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQSecurityException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.RoutingType;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.io.IOCallback;
import org.apache.activemq.artemis.core.persistence.OperationContext;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.security.CheckType;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;
import org.apache.activemq.artemis.spi.core.protocol.RemotingConnection;
import org.apache.activemq.artemis.spi.core.protocol.SessionCallback;
import org.apache.activemq.artemis.utils.CompositeAddress;
import org.apache.activemq.artemis.utils.critical.CriticalComponent;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.config.ByteSize;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.session.WireMessage;
import org.renkei.broker.table.Crossing;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands where programs hand over their messages: refuses at once what a channel does not take (A4, D2), and makes the rest
 * fit. A refusal within a transaction makes its commit fail. Renkei's own sessions pass.
 *
 * <p>What goes to a database channel is stored in its table: at once, so that the send returns when the row is on disk, or with the
 * commit of the transaction ({@link ProgramWork}). The broker then finds no queue that wants the message, and drops it. A full disk
 * refuses it as well: an embedded database lies on the same one, and a large message comes through a file.
 */
final class Door implements ActiveMQServerPlugin {

    private static final Logger log = LoggerFactory.getLogger(Door.class);

    private final String internalUser;
    private final DiskSpace disk;
    private final ByteSize maxMessage;
    private final Consumer<String> onHang;
    private final Clock clock;
    private final UnansweredSends unanswered = new UnansweredSends();
    private final Set<String> transactedSessions = ConcurrentHashMap.newKeySet();
    private final ThreadLocal<LiveChannel> admitted = new ThreadLocal<>();
    private volatile Map<String, LiveChannel> channels = Map.of();
    private volatile ActiveMQServer server;

    /** @param onHang told which part of the broker does not answer */
    Door(String internalUser, DiskSpace disk, ByteSize maxMessage, Consumer<String> onHang, Clock clock) {
        this.internalUser = internalUser;
        this.disk = disk;
        this.maxMessage = maxMessage;
        this.onHang = onHang;
        this.clock = clock;
    }

    /** To be told of every message that comes over the Core protocol. */
    UnansweredSends unanswered() {
        return unanswered;
    }

    void guard(Map<String, LiveChannel> declared) {
        this.channels = declared;
    }

    @Override
    public void registered(ActiveMQServer registeredAt) {
        this.server = registeredAt;
    }

    @Override
    public void beforeSend(
            ServerSession session, Transaction tx, Message message, boolean direct, boolean noAutoCreateQueue)
            throws ActiveMQException {
        boolean isUnanswered = session != null && unanswered.nextOf(session.getName());
        LiveChannel channel = entered(session, message);
        boolean toTable = channel != null && channel.config().kind() == ChannelKind.DATABASE;
        if (tx != null && !toTable) {
            ProgramWork.sendsElsewhere(tx);
        }
        if (channel == null) {
            return;
        }
        boolean transacted = tx != null && transactedSessions.contains(session.getName());
        if (transacted && tx.getState() == Transaction.State.ROLLBACK_ONLY) {
            return;
        }
        if (toTable && !transacted) {
            // The broker looks only afterwards whether this user may.
            requireMaySend(session, channel);
        }
        try {
            refuseIfDiskFull(channel);
            channel.admit();
            admitted.set(channel);
            refuseIfTooLarge(message, channel);
            makeFit(message, channel);
            if (toTable) {
                store(message, channel, transacted ? tx : null);
            }
        } catch (RenkeiException refused) {
            tellSender(session, transacted ? tx : null, isUnanswered, refused);
        } catch (RuntimeException | Error failed) {
            // The broker would log it and go on, and what fits no queue would be gone.
            tellSender(
                    session,
                    transacted ? tx : null,
                    isUnanswered,
                    new RenkeiException(
                            ErrorCode.COMMIT_FAILED,
                            "channel " + channel.name() + " could not take this message: " + failed,
                            failed));
        }
    }

    /** @param tx null if the sender has none: else nobody waits for an answer to a send, and the commit gives it */
    private void tellSender(ServerSession session, Transaction tx, boolean isUnanswered, RenkeiException refused)
            throws ActiveMQException {
        releaseAdmitted();
        if (tx == null) {
            throw refuse(session, isUnanswered, refused);
        }
        tx.markAsRollbackOnly(asTold(refused));
    }

    @Override
    public void afterSend(
            ServerSession session,
            Transaction tx,
            Message message,
            boolean direct,
            boolean noAutoCreateQueue,
            RoutingStatus result) {
        LiveChannel channel = admitted.get();
        if (channel == null) {
            return;
        }
        admitted.remove();
        if (tx != null) {
            Reservations.add(tx, channel);
        } else {
            settleWhenStored(channel);
        }
    }

    @Override
    public void onSendException(
            ServerSession session,
            Transaction tx,
            Message message,
            boolean direct,
            boolean noAutoCreateQueue,
            Exception failure) {
        releaseAdmitted();
    }

    @Override
    public void beforeCreateSession(
            String name,
            String username,
            int minLargeMessageSize,
            RemotingConnection connection,
            boolean autoCommitSends,
            boolean autoCommitAcks,
            boolean preAcknowledge,
            boolean xa,
            String defaultAddress,
            SessionCallback callback,
            boolean autoCreateQueues,
            OperationContext context,
            Map<SimpleString, RoutingType> prefixes) {
        if (!autoCommitSends) {
            transactedSessions.add(name);
        }
    }

    @Override
    public void afterCreateSession(ServerSession session) {
        unanswered.opened(session.getName());
    }

    @Override
    public void afterCloseSession(ServerSession session, boolean failed) {
        transactedSessions.remove(session.getName());
        unanswered.closed(session.getName());
    }

    @Override
    public void beforeCreateQueue(QueueConfiguration queue) throws ActiveMQException {
        boolean programs =
                queue.getUser() != null && !internalUser.equals(queue.getUser().toString());
        boolean notifications = AccessRules.NOTIFICATIONS.equals(String.valueOf(queue.getAddress()));
        if (programs && !Boolean.TRUE.equals(queue.isTemporary()) && !notifications) {
            throw new ActiveMQSecurityException(
                    "only temporary queues can be made; declare a channel instead of " + queue.getName());
        }
    }

    @Override
    public void criticalFailure(CriticalComponent component) {
        onHang.accept(component.toString());
    }

    /** The channel whose door this is, or null if it is none or the sender is Renkei itself. */
    private LiveChannel entered(ServerSession session, Message message) {
        if (session == null || internalUser.equals(session.getValidatedUser())) {
            return null;
        }
        String address = message.getAddress() == null ? session.getDefaultAddress() : message.getAddress();
        return address == null ? null : channels.get(CompositeAddress.extractAddressName(address));
    }

    private void refuseIfDiskFull(LiveChannel channel) {
        if (disk.isFull()) {
            throw new RenkeiException(ErrorCode.CHANNEL_FULL, "channel " + channel.name() + " takes nothing: " + disk);
        }
    }

    private void refuseIfTooLarge(Message message, LiveChannel channel) {
        boolean tooLarge;
        try {
            tooLarge = MessageSize.exceeds(message, maxMessage.bytes());
        } catch (ActiveMQException | RuntimeException malformed) {
            throw notAJob(channel, malformed);
        }
        if (tooLarge) {
            throw new RenkeiException(
                    ErrorCode.MESSAGE_TOO_LARGE,
                    "channel " + channel.name() + " takes no message larger than " + maxMessage
                            + " (broker.maxMessage)");
        }
    }

    private static void makeFit(Message message, LiveChannel channel) {
        try {
            ForeignMessage.makeFit(message, channel.config().kind());
        } catch (RuntimeException malformed) {
            throw notAJob(channel, malformed);
        }
    }

    private void requireMaySend(ServerSession session, LiveChannel channel) throws ActiveMQException {
        try {
            server.getSecurityStore().check(SimpleString.of(channel.name()), CheckType.SEND, session);
        } catch (ActiveMQException | RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new ActiveMQSecurityException(e.getMessage());
        }
    }

    /** @param tx null to store it now */
    private void store(Message message, LiveChannel channel, Transaction tx) {
        ChannelMessage stored = WireMessage.sent(message, clock.instant());
        String onceKey = onceKey(message, channel);
        if (tx != null) {
            ProgramWork.in(tx, clock).send(channel, stored, onceKey);
            return;
        }
        Crossing alone = new Crossing(clock);
        alone.add(channel, stored, onceKey);
        alone.store();
    }

    /** The table remembers duplicate ids longer than the broker, which is not to look at them too. */
    private static String onceKey(Message message, LiveChannel channel) {
        String id = WireMessage.onceId(message);
        if (id == null) {
            return null;
        }
        if (!message.isLargeMessage() || message instanceof ICoreMessage) {
            message.removeProperty(Message.HDR_DUPLICATE_DETECTION_ID);
            message.reencode();
        }
        return Crossing.sendersKey(channel, id);
    }

    private static RenkeiException notAJob(LiveChannel channel, Exception malformed) {
        return new RenkeiException(
                ErrorCode.NOT_A_JOB,
                "channel " + channel.name() + " cannot take this message: " + malformed.getMessage(),
                malformed);
    }

    private void releaseAdmitted() {
        LiveChannel channel = admitted.get();
        if (channel != null) {
            admitted.remove();
            channel.release(1);
        }
    }

    private static ActiveMQException refuse(ServerSession session, boolean isUnanswered, RenkeiException refused) {
        ActiveMQException told = asTold(refused);
        if (isUnanswered) {
            // Its sender waits for no answer: the end of the connection is the only way to say that it was not taken.
            log.atWarn()
                    .addKeyValue("remote", session.getRemotingConnection().getRemoteAddress())
                    .addKeyValue("reason", refused.getMessage())
                    .log("connection closed: a message sent without waiting was refused");
            session.getRemotingConnection().asyncFail(told);
        }
        return told;
    }

    private static ActiveMQException asTold(RenkeiException refused) {
        return refused.code() == ErrorCode.CHANNEL_FULL
                ? new ActiveMQAddressFullException(refused.getMessage())
                : new ActiveMQException(refused.getMessage());
    }

    private void settleWhenStored(LiveChannel channel) {
        server.getStorageManager().afterCompleteOperations(new IOCallback() {
            @Override
            public void done() {
                channel.settle(1);
            }

            @Override
            public void onError(int code, String message) {
                channel.release(1);
            }
        });
    }
}
