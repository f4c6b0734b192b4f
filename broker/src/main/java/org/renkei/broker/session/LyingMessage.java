package org.renkei.broker.session;

import java.time.Instant;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.RefCountMessage;
import org.apache.activemq.artemis.core.message.LargeBodyReader;
import org.apache.activemq.artemis.core.server.LargeServerMessage;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.BodyStart;
import org.renkei.broker.channel.BrowsedMessage;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.MessageState;
import org.renkei.broker.channel.Walk;

/** A message in a queue of the broker, to look at: of its body no more is read than asked for, which for a large one lies in a file. */
public final class LyingMessage {

    private static final BodyStart UNREADABLE = new BodyStart(new Body.Sealed(new byte[0]), 0, false);

    private final Message message;
    private final int deliveries;
    private final Instant now;

    /** @param deliveries how often it was handed out before */
    public LyingMessage(Message message, int deliveries, Instant now) {
        this.message = message;
        this.deliveries = deliveries;
        this.now = now;
    }

    /** @param mostBody in characters or bytes, or {@link Walk#WHOLE} */
    public BrowsedMessage browsed(String cursor, MessageState state, int mostBody) {
        if (mostBody == Walk.WHOLE) {
            ChannelMessage whole = WireMessage.browsed(message, deliveries, now);
            return new BrowsedMessage(cursor, state, whole, whole.body().size(), false);
        }
        boolean inFile = message.isLargeMessage();
        try {
            // Only the head of a large AMQP message is at hand: to turn it into a core message is to read all of it.
            Message head = inFile ? message : message.toCore();
            BodyStart body = inFile ? bodyInFile(mostBody) : CoreBodyStart.inMemory((ICoreMessage) head, mostBody);
            return BrowsedMessage.of(cursor, state, WireMessage.head(head, deliveries, now), body);
        } catch (RuntimeException malformed) {
            return BrowsedMessage.of(cursor, state, WireMessage.unreadable(message, deliveries, now), UNREADABLE);
        }
    }

    /** While it is read the file is not deleted; and one that was deleted already is not opened, which would make it anew. */
    private BodyStart bodyInFile(int most) {
        message.usageUp();
        try (LargeBodyReader file = ((LargeServerMessage) message).getLargeBodyReader()) {
            if (message instanceof RefCountMessage counted && counted.isReleased()) {
                return UNREADABLE;
            }
            file.open();
            return message instanceof ICoreMessage core
                    ? CoreBodyStart.inFile(core, file, most)
                    : new AmqpBodyStart(file).read(most);
        } catch (ActiveMQException | RuntimeException notReadable) {
            return UNREADABLE;
        } finally {
            message.usageDown();
        }
    }
}
