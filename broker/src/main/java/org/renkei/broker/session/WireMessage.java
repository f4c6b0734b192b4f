package org.renkei.broker.session;

import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.reader.MessageUtil;
import org.apache.activemq.artemis.utils.UUIDGenerator;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Priority;

/**
 * Turns a broker's message into ours and back. The core format that it reads is the one into which the broker puts JMS and
 * AMQP messages alike. Nothing is ever deserialised, and a malformed message comes as its bytes.
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

    private WireMessage() {}

    /** @param inHandBefore true if a process that died had it in hand */
    static ChannelMessage received(ClientMessage message, boolean inHandBefore) {
        int before = Math.max(0, message.getDeliveryCount() - 1);
        return read(message, message.getBodyBuffer(), before, inHandBefore || before > 0);
    }

    /** As a queue holds it, to look at. */
    public static ChannelMessage browsed(ICoreMessage message, int deliveries) {
        return read(message, message.getReadOnlyBodyBuffer(), deliveries, deliveries > 0);
    }

    static ClientMessage toSend(
            ClientSession session, ChannelMessage message, boolean durable, Priority priority, Clock clock) {
        ClientMessage wire = session.createMessage(
                BodyBytes.type(message.body()),
                durable,
                message.expiresAt() == null
                        ? 0
                        : Math.max(1, message.expiresAt().toEpochMilli()),
                clock.millis(),
                (byte) priority.jms());
        wire.setUserID(UUIDGenerator.getInstance().generateUUID());
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
        if (message.notBefore() != null) {
            wire.putLongProperty(
                    Message.HDR_SCHEDULED_DELIVERY_TIME, message.notBefore().toEpochMilli());
        }
        message.properties().forEach((name, value) -> put(wire, name, value));
        BodyBytes.write(message.body(), wire.getBodyBuffer());
        return wire;
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

    private static ChannelMessage read(ICoreMessage message, ActiveMQBuffer body, int deliveries, boolean redelivered) {
        return new ChannelMessage(
                id(message),
                text(MessageUtil.getJMSCorrelationID(message)),
                replyTo(MessageUtil.getJMSReplyTo(message)),
                text(MessageUtil.getJMSType(message)),
                Priority.ofJms(message.getPriority()),
                Instant.ofEpochMilli(message.getTimestamp()),
                message.getExpiration() == 0 ? null : Instant.ofEpochMilli(message.getExpiration()),
                notBefore(message),
                text(message.getGroupID()),
                properties(message),
                body(message, body),
                deliveries,
                redelivered);
    }

    private static Body body(ICoreMessage message, ActiveMQBuffer body) {
        return BodyBytes.read(message.getType(), body);
    }

    private static String id(ICoreMessage message) {
        Object amqp = message.getObjectProperty(AMQP_MESSAGE_ID);
        if (amqp != null) {
            return amqp.toString();
        }
        Object user = message.getUserID();
        return "ID:" + (user == null ? String.valueOf(message.getMessageID()) : user.toString());
    }

    private static String replyTo(SimpleString written) {
        if (written == null) {
            return null;
        }
        String text = written.toString();
        return text.contains("://") ? text : QUEUE_SCHEME + text;
    }

    private static Instant notBefore(ICoreMessage message) {
        Long scheduled = message.getScheduledDeliveryTime();
        return scheduled == null || scheduled == 0 ? null : Instant.ofEpochMilli(scheduled);
    }

    private static Map<String, Object> properties(ICoreMessage message) {
        Map<String, Object> properties = new HashMap<>();
        for (SimpleString property : message.getPropertyNames()) {
            String name = property.toString();
            if (isApplications(name)) {
                Object value = message.getObjectProperty(property);
                if (value instanceof SimpleString text) {
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
            return name.equals(DUPLICATE_ID) || name.equals(ORIGINAL_QUEUE);
        }
        return !name.startsWith(JMS) && !name.equals(CONNECTION_ID) && !name.equals(AMQP_MESSAGE_ID.toString());
    }

    private static void put(ClientMessage wire, String name, Object value) {
        if (value == null || name.startsWith(INTERNAL) && !name.equals(DUPLICATE_ID)) {
            return;
        }
        boolean carried = value instanceof String || value instanceof Number || value instanceof Boolean;
        wire.putObjectProperty(name, carried ? value : value.toString());
    }

    private static String text(Object value) {
        return value == null ? null : value.toString();
    }
}
