package org.renkei.services.http;

import java.time.Instant;
import java.util.Locale;
import org.renkei.broker.channel.BrowsedMessage;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.MessageState;
import org.renkei.routes.dead.DeadLetter;

/**
 * A message in one line of a list.
 *
 * @param cursor where it was found; helps to find it again
 * @param job null if it is not a job's
 * @param size of the body: characters of a text, else bytes
 * @param preview the beginning of the body as text
 */
record MessageLine(
        String id,
        String cursor,
        MessageState state,
        String job,
        String correlationId,
        String type,
        String group,
        String priority,
        Instant sentAt,
        Instant expiresAt,
        Instant notBefore,
        int deliveries,
        long size,
        String preview) {
    private static final int PREVIEW = 200;

    static MessageLine of(BrowsedMessage found) {
        ChannelMessage message = found.message();
        String text = BodyView.of(message.body(), found.bodyCut()).shown();
        return new MessageLine(
                message.id(),
                found.cursor(),
                found.state(),
                message.text(DeadLetter.JOB),
                message.correlationId(),
                message.type(),
                message.group(),
                message.priority().name().toLowerCase(Locale.ROOT),
                message.sentAt(),
                message.expiresAt(),
                message.notBefore(),
                message.deliveries(),
                found.bodySize(),
                text.length() <= PREVIEW ? text : text.substring(0, PREVIEW));
    }
}
