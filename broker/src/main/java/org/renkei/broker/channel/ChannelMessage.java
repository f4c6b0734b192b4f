package org.renkei.broker.channel;

import java.time.Instant;
import java.util.Map;

/**
 * A message as it lies in a channel, whatever the channel's kind and whichever protocol brought it. Immutable.
 *
 * @param id the broker's message id ({@code JMSMessageID}); null before it was sent
 * @param correlationId the producer's correlation id; may repeat; null if it gave none
 * @param replyTo where the producer wants the result, as {@code queue://NAME} or {@code temp-queue://NAME}; null if nowhere
 * @param type {@code JMSType}; null if none
 * @param priority defaults to NORMAL
 * @param sentAt when it was sent; null before that
 * @param expiresAt when it stops being valid; null for never
 * @param notBefore not delivered before this moment; null for at once
 * @param group {@code JMSXGroupID}: messages of one group are handled in order, by one consumer; null if none
 * @param properties the application properties: strings, primitives' wrappers; never null, never JMSX or broker-internal
 * @param body never null
 * @param deliveries how often it was handed out before, as far as the broker knows (a crash forgets): 0 at first
 * @param redelivered true if it may have run before: handed out before, or in hand when the last process ended
 */
public record ChannelMessage(
        String id,
        String correlationId,
        String replyTo,
        String type,
        Priority priority,
        Instant sentAt,
        Instant expiresAt,
        Instant notBefore,
        String group,
        Map<String, Object> properties,
        Body body,
        int deliveries,
        boolean redelivered) {

    /** A new message with nothing but a body. */
    public static ChannelMessage of(Body body) {
        return new ChannelMessage(
                null, null, null, null, Priority.NORMAL, null, null, null, null, Map.of(), body, 0, false);
    }

    public static ChannelMessage of(String text) {
        return of(Body.of(text));
    }

    public ChannelMessage withBody(Body newBody) {
        return new ChannelMessage(
                id,
                correlationId,
                replyTo,
                type,
                priority,
                sentAt,
                expiresAt,
                notBefore,
                group,
                properties,
                newBody,
                deliveries,
                redelivered);
    }

    public ChannelMessage withProperties(Map<String, Object> newProperties) {
        return new ChannelMessage(
                id,
                correlationId,
                replyTo,
                type,
                priority,
                sentAt,
                expiresAt,
                notBefore,
                group,
                newProperties,
                body,
                deliveries,
                redelivered);
    }

    public ChannelMessage withCorrelationId(String newCorrelationId) {
        return new ChannelMessage(
                id,
                newCorrelationId,
                replyTo,
                type,
                priority,
                sentAt,
                expiresAt,
                notBefore,
                group,
                properties,
                body,
                deliveries,
                redelivered);
    }

    /** @param newReplyTo or null */
    public ChannelMessage withReplyTo(String newReplyTo) {
        return new ChannelMessage(
                id,
                correlationId,
                newReplyTo,
                type,
                priority,
                sentAt,
                expiresAt,
                notBefore,
                group,
                properties,
                body,
                deliveries,
                redelivered);
    }

    public ChannelMessage withPriority(Priority newPriority) {
        return new ChannelMessage(
                id,
                correlationId,
                replyTo,
                type,
                newPriority,
                sentAt,
                expiresAt,
                notBefore,
                group,
                properties,
                body,
                deliveries,
                redelivered);
    }

    /** @param newExpiresAt or null for never */
    public ChannelMessage withExpiresAt(Instant newExpiresAt) {
        return new ChannelMessage(
                id,
                correlationId,
                replyTo,
                type,
                priority,
                sentAt,
                newExpiresAt,
                notBefore,
                group,
                properties,
                body,
                deliveries,
                redelivered);
    }

    /** @param newNotBefore or null for at once */
    public ChannelMessage withNotBefore(Instant newNotBefore) {
        return new ChannelMessage(
                id,
                correlationId,
                replyTo,
                type,
                priority,
                sentAt,
                expiresAt,
                newNotBefore,
                group,
                properties,
                body,
                deliveries,
                redelivered);
    }

    /** @param newGroup or null */
    public ChannelMessage withGroup(String newGroup) {
        return new ChannelMessage(
                id,
                correlationId,
                replyTo,
                type,
                priority,
                sentAt,
                expiresAt,
                notBefore,
                newGroup,
                properties,
                body,
                deliveries,
                redelivered);
    }

    /** The property as a string, or null. */
    public String text(String property) {
        Object value = properties.get(property);
        return value == null ? null : value.toString();
    }

    /** The property as a number, or {@code otherwise} if it is absent or not a number. */
    public int number(String property, int otherwise) {
        return properties.get(property) instanceof Number number ? number.intValue() : otherwise;
    }
}
