package org.renkei.broker.channel;

import java.time.Instant;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A message as it lies in a channel, whatever the channel's kind and whichever protocol brought it. Immutable.
 *
 * @param key names this message among all that Renkei ever receives, the same over redeliveries and restarts, as {@code STORE:NUMBER};
 *     null before it was received
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
 * @param deliveries how often it was handed out before, as far as the channel knows (a crash forgets): 0 at first
 * @param crashes of how many processes it was in hand when they died; see {@link ChannelSession#enter}
 * @param redelivered true if it may have run before: handed out before, or in hand when a process died
 */
public record ChannelMessage(
        String key,
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
        int crashes,
        boolean redelivered) {

    /** A new message with nothing but a body. */
    public static ChannelMessage of(Body body) {
        return new ChannelMessage(
                null, null, null, null, null, Priority.NORMAL, null, null, null, null, Map.of(), body, 0, 0, false);
    }

    public static ChannelMessage of(String text) {
        return of(Body.of(text));
    }

    public ChannelMessage withBody(Body newBody) {
        return changed(draft -> draft.body = newBody);
    }

    public ChannelMessage withProperties(Map<String, Object> newProperties) {
        return changed(draft -> draft.properties = newProperties);
    }

    public ChannelMessage withCorrelationId(String newCorrelationId) {
        return changed(draft -> draft.correlationId = newCorrelationId);
    }

    /** @param newReplyTo or null */
    public ChannelMessage withReplyTo(String newReplyTo) {
        return changed(draft -> draft.replyTo = newReplyTo);
    }

    /** @param newType or null */
    public ChannelMessage withType(String newType) {
        return changed(draft -> draft.type = newType);
    }

    /** @param newSentAt or null: it is sent anew */
    public ChannelMessage withSentAt(Instant newSentAt) {
        return changed(draft -> draft.sentAt = newSentAt);
    }

    public ChannelMessage withPriority(Priority newPriority) {
        return changed(draft -> draft.priority = newPriority);
    }

    /** @param newExpiresAt or null for never */
    public ChannelMessage withExpiresAt(Instant newExpiresAt) {
        return changed(draft -> draft.expiresAt = newExpiresAt);
    }

    /** @param newNotBefore or null for at once */
    public ChannelMessage withNotBefore(Instant newNotBefore) {
        return changed(draft -> draft.notBefore = newNotBefore);
    }

    /** @param newGroup or null */
    public ChannelMessage withGroup(String newGroup) {
        return changed(draft -> draft.group = newGroup);
    }

    /** The same, as a process finds it after others died that had it in hand. */
    public ChannelMessage afterCrashes(int count) {
        return changed(draft -> {
            draft.crashes = count;
            draft.redelivered |= count > 0;
        });
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

    private ChannelMessage changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finished(this);
    }

    /** What of a message can be changed. */
    private static final class Draft {

        private String correlationId;
        private String replyTo;
        private String type;
        private Priority priority;
        private Instant sentAt;
        private Instant expiresAt;
        private Instant notBefore;
        private String group;
        private Map<String, Object> properties;
        private Body body;
        private int crashes;
        private boolean redelivered;

        Draft(ChannelMessage from) {
            correlationId = from.correlationId;
            replyTo = from.replyTo;
            type = from.type;
            priority = from.priority;
            sentAt = from.sentAt;
            expiresAt = from.expiresAt;
            notBefore = from.notBefore;
            group = from.group;
            properties = from.properties;
            body = from.body;
            crashes = from.crashes;
            redelivered = from.redelivered;
        }

        ChannelMessage finished(ChannelMessage from) {
            return new ChannelMessage(
                    from.key,
                    from.id,
                    correlationId,
                    replyTo,
                    type,
                    priority,
                    sentAt,
                    expiresAt,
                    notBefore,
                    group,
                    properties,
                    body,
                    from.deliveries,
                    crashes,
                    redelivered);
        }
    }
}
