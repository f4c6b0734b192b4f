package org.renkei.broker.session;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ActiveMQExceptionType;
import org.apache.activemq.artemis.api.core.ActiveMQInterruptedException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.persistence.CoreMessageObjectPools;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.apache.activemq.artemis.utils.UUID;
import org.apache.activemq.artemis.utils.UUIDGenerator;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Priority;

/**
 * Turns a broker's message into ours and back. The core format that it reads is the one into which the broker puts JMS and
 * AMQP messages alike. Nothing is ever deserialised, and nothing that a message holds makes reading it fail, because it would
 * come again for ever: a malformed body comes as its bytes, and of the rest what can be read.
 */
public final class WireMessage {

    /** Where a client puts a key under which the broker takes a message once. */
    public static final String DUPLICATE_ID = Message.HDR_DUPLICATE_DETECTION_ID.toString();

    /** The queue that an expired message was in; only in {@link org.renkei.broker.channel.Channels#EXPIRED}. */
    public static final String ORIGINAL_QUEUE = Message.HDR_ORIGINAL_QUEUE.toString();

    private static final String INTERNAL = "_AMQ_";
    private static final String CONNECTION_ID = "__AMQ_CID";
    private static final String JMS = "JMS";

    /** Where the broker keeps the id of an AMQP message when it turns it into a core message. */
    private static final SimpleString AMQP_MESSAGE_ID = SimpleString.of("NATIVE_MESSAGE_ID");

    private static final String QUEUE_SCHEME = "queue://";
    private static final String TEMPORARY_SCHEME = "temp-queue://";
    private static final String ID = "ID:";
    private static final Pattern UUID_ID = Pattern.compile(ID + "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
    private static final int FIRST_BYTES = 512;
    private static final Body UNREADABLE = new Body.Sealed(new byte[0]);

    private WireMessage() {}

    /**
     * @param key as in {@link ChannelMessage#key()}
     * @param crashes as in {@link ChannelMessage#crashes()}
     * @throws org.renkei.broker.error.RenkeiException {@code BROKER_LOST} if the rest of a large body did not come
     */
    static ChannelMessage received(Arrival arrival, String key, int crashes, Instant now) {
        int before = Math.max(0, arrival.deliveries() - 1);
        return read(arrival.message(), key, body(arrival.message(), arrival.body()), before, crashes, now);
    }

    /**
     * As it was sent, however often it was received since.
     *
     * @throws org.renkei.broker.error.RenkeiException as {@link #received}
     */
    static ChannelMessage firstReceived(ClientMessage message, String key, Instant now) {
        return read(message, key, body(message, message::getBodyBuffer), 0, 0, now);
    }

    /** The key under which its sender wants it to be taken once, as text; null if there is none. */
    public static String onceId(Message message) {
        Object id = message.getDuplicateProperty();
        return id instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : Objects.toString(id, null);
    }

    /** As a queue holds it, to look at. */
    public static ChannelMessage browsed(Message message, int deliveries, Instant now) {
        try {
            ICoreMessage core = message.toCore();
            return read(core, null, body(core, core::getDataBuffer), deliveries, 0, now);
        } catch (RuntimeException malformed) {
            return unreadable(message, deliveries, now);
        }
    }

    /** The same without its body. Of a large AMQP message, what is known of it without reading its file. */
    static ChannelMessage head(Message message, int deliveries, Instant now) {
        return message instanceof ICoreMessage core
                ? read(core, null, Body.EMPTY, deliveries, 0, now)
                : headOfAmqp(message, deliveries, now);
    }

    private static ChannelMessage headOfAmqp(Message message, int deliveries, Instant now) {
        Object id = message.getUserID();
        return new ChannelMessage(
                null,
                id == null ? "ID:" + message.getMessageID() : id.toString(),
                readable(() -> text(message, MessageUtil.CORRELATIONID_HEADER_NAME), null),
                readable(() -> replyTo(Objects.toString(message.getReplyTo(), null)), null),
                readable(() -> text(message, MessageUtil.TYPE_HEADER_NAME), null),
                Priority.ofJms(message.getPriority()),
                sentAt(message.getTimestamp(), now),
                message.getExpiration() == 0 ? null : Instant.ofEpochMilli(message.getExpiration()),
                readable(() -> notBefore(message), null),
                Objects.toString(message.getGroupID(), null),
                readable(() -> properties(message), Map.of()),
                Body.EMPTY,
                deliveries,
                0,
                deliveries > 0);
    }

    /** A sender may write any time, or none: never later than now, and now if there is none. */
    public static Instant sentAt(long timestamp, Instant now) {
        return timestamp <= 0 || timestamp > now.toEpochMilli() ? now : Instant.ofEpochMilli(timestamp);
    }

    /** As a program sent it, and as it will be kept: from now on it has an id and a time. */
    public static ChannelMessage sent(Message message, Instant now) {
        try {
            ICoreMessage core = message.toCore();
            if (core.getUserID() == null && core.getObjectProperty(AMQP_MESSAGE_ID) == null) {
                core.setUserID(UUIDGenerator.getInstance().generateUUID());
            }
            if (core.getTimestamp() == 0) {
                core.setTimestamp(now.toEpochMilli());
            }
            return read(core, null, body(core, core::getDataBuffer), 0, 0, now);
        } catch (RuntimeException malformed) {
            return unreadable(message, 0, now);
        }
    }

    /**
     * A copy of a stored message, for a queue that keeps nothing over a restart. It has the id, the time and the delivery mode of the
     * message that it stands for.
     *
     * @param brokersId of the copy, given by the broker
     */
    public static ICoreMessage lent(ChannelMessage message, long brokersId) {
        CoreMessage wire = new CoreMessage(brokersId, FIRST_BYTES);
        wire.setType(BodyBytes.type(message.body()));
        wire.setDurable(true);
        wire.setExpiration(expiration(message));
        wire.setTimestamp(message.sentAt() == null ? 0 : message.sentAt().toEpochMilli());
        wire.setPriority((byte) message.priority().jms());
        putId(wire, message.id());
        fill(wire, message);
        // By this the broker marks what it has moved.
        wire.removeProperty(Message.HDR_ORIGINAL_QUEUE);
        return wire;
    }

    static ClientMessage toSend(
            ClientSession session, ChannelMessage message, boolean durable, Priority priority, Clock clock) {
        ClientMessage wire = session.createMessage(
                BodyBytes.type(message.body()), durable, expiration(message), clock.millis(), (byte) priority.jms());
        identify(wire, message);
        fill(wire, message);
        return wire;
    }

    /**
     * The same, to be given to a broker of this process as it is.
     *
     * @param names of properties, as they were encoded for other messages
     */
    static CoreMessage toHand(
            ChannelMessage message, boolean durable, Priority priority, Clock clock, CoreMessageObjectPools names) {
        CoreMessage wire = new CoreMessage(0, FIRST_BYTES + BodyBytes.sizeOf(message.body()), names);
        wire.setType(BodyBytes.type(message.body()));
        wire.setDurable(durable);
        wire.setExpiration(expiration(message));
        wire.setTimestamp(clock.millis());
        wire.setPriority((byte) priority.jms());
        identify(wire, message);
        fill(wire, message);
        return wire;
    }

    private static void identify(ICoreMessage wire, ChannelMessage message) {
        wire.setUserID(UUIDGenerator.getInstance().generateUUID());
        if (message.notBefore() != null) {
            wire.putLongProperty(
                    Message.HDR_SCHEDULED_DELIVERY_TIME, message.notBefore().toEpochMilli());
        }
    }

    private static long expiration(ChannelMessage message) {
        return message.expiresAt() == null ? 0 : Math.max(1, message.expiresAt().toEpochMilli());
    }

    private static void putId(ICoreMessage wire, String id) {
        if (id == null) {
            return;
        }
        if (UUID_ID.matcher(id).matches()) {
            wire.setUserID(new UUID(UUID.TYPE_TIME_BASED, UUID.stringToBytes(id.substring(ID.length()))));
        } else {
            wire.putStringProperty(AMQP_MESSAGE_ID, SimpleString.of(id));
        }
    }

    private static void fill(ICoreMessage wire, ChannelMessage message) {
        if (message.correlationId() != null) {
            MessageUtil.setJMSCorrelationID(wire, message.correlationId());
        }
        if (message.replyTo() != null) {
            MessageUtil.setJMSReplyTo(wire, message.replyTo());
        }
        if (message.type() != null) {
            MessageUtil.setJMSType(wire, message.type());
        }
        if (message.group() != null) {
            wire.setGroupID(message.group());
        }
        message.properties().forEach((name, value) -> put(wire, name, value));
        BodyBytes.write(message.body(), wire.getBodyBuffer());
    }

    /** The queue's name in a {@code replyTo}, whichever its scheme. */
    public static String queueOf(String replyTo) {
        if (replyTo.startsWith(QUEUE_SCHEME)) {
            return replyTo.substring(QUEUE_SCHEME.length());
        }
        return isTemporary(replyTo) ? replyTo.substring(TEMPORARY_SCHEME.length()) : replyTo;
    }

    /** True if {@code replyTo} says that it is a temporary queue. */
    public static boolean isTemporary(String replyTo) {
        return replyTo.startsWith(TEMPORARY_SCHEME);
    }

    private static ChannelMessage read(
            ICoreMessage message, String key, Body body, int deliveries, int crashes, Instant now) {
        return new ChannelMessage(
                key,
                readable(() -> id(message), "ID:" + message.getMessageID()),
                readable(() -> MessageUtil.getJMSCorrelationID(message), null),
                readable(() -> replyTo(text(message, MessageUtil.REPLYTO_HEADER_NAME)), null),
                readable(() -> text(message, MessageUtil.TYPE_HEADER_NAME), null),
                Priority.ofJms(message.getPriority()),
                sentAt(message.getTimestamp(), now),
                message.getExpiration() == 0 ? null : Instant.ofEpochMilli(message.getExpiration()),
                readable(() -> notBefore(message), null),
                readable(() -> text(message, Message.HDR_GROUP_ID), null),
                readable(() -> properties(message), Map.of()),
                body,
                deliveries,
                crashes,
                deliveries > 0 || crashes > 0);
    }

    static ChannelMessage unreadable(Message message, int deliveries, Instant now) {
        return new ChannelMessage(
                null,
                "ID:" + message.getMessageID(),
                null,
                null,
                null,
                Priority.NORMAL,
                now,
                null,
                null,
                null,
                Map.of(),
                UNREADABLE,
                deliveries,
                0,
                deliveries > 0);
    }

    private static Body body(ICoreMessage message, Supplier<ActiveMQBuffer> buffer) {
        try {
            return BodyBytes.read(message.getType(), buffer.get());
        } catch (ActiveMQInterruptedException e) {
            throw e;
        } catch (RuntimeException e) {
            // A large body comes in parts. That they did not come says nothing about the message.
            if (e.getCause() instanceof ActiveMQException broker
                    && broker.getType() != ActiveMQExceptionType.LARGE_MESSAGE_ERROR_BODY) {
                throw BrokerConnections.lost(broker);
            }
            return UNREADABLE;
        }
    }

    private static <T> T readable(Supplier<T> part, T otherwise) {
        try {
            return part.get();
        } catch (RuntimeException malformed) {
            return otherwise;
        }
    }

    private static String id(ICoreMessage message) {
        Object amqp = message.getObjectProperty(AMQP_MESSAGE_ID);
        if (amqp != null) {
            return amqp.toString();
        }
        Object user = message.getUserID();
        return "ID:" + (user == null ? String.valueOf(message.getMessageID()) : user.toString());
    }

    private static String replyTo(String text) {
        if (text == null) {
            return null;
        }
        return text.contains("://") ? text : QUEUE_SCHEME + text;
    }

    private static Instant notBefore(Message message) {
        Long scheduled = message.getScheduledDeliveryTime();
        return scheduled == null || scheduled == 0 ? null : Instant.ofEpochMilli(scheduled);
    }

    private static Map<String, Object> properties(Message message) {
        Map<String, Object> properties = new HashMap<>();
        for (SimpleString property : message.getPropertyNames()) {
            String name = property.toString();
            if (isApplications(name)) {
                Object value = message.getObjectProperty(property);
                if (value instanceof CharSequence text) {
                    properties.put(name, text.toString());
                } else if (value instanceof Number || value instanceof Boolean || value instanceof Character) {
                    properties.put(name, value);
                }
            }
        }
        return properties;
    }

    private static boolean isApplications(String name) {
        if (name.startsWith(INTERNAL)) {
            return isCarried(name);
        }
        return !name.startsWith(JMS) && !name.equals(CONNECTION_ID) && !name.equals(AMQP_MESSAGE_ID.toString());
    }

    private static boolean isCarried(String internal) {
        return internal.equals(DUPLICATE_ID) || internal.equals(ORIGINAL_QUEUE);
    }

    private static void put(ICoreMessage wire, String name, Object value) {
        if (value == null || name.startsWith(INTERNAL) && !isCarried(name)) {
            return;
        }
        boolean carried = value instanceof String || value instanceof Number || value instanceof Boolean;
        wire.putObjectProperty(name, carried ? value : value.toString());
    }

    /** Null if there is none, or one that is no text. */
    private static String text(Message message, SimpleString property) {
        Object value = message.getObjectProperty(property);
        return value instanceof CharSequence text ? text.toString() : null;
    }
}
