package org.renkei.broker.channel;

/**
 * A message that lies in a channel, as somebody who looked at it saw it.
 *
 * @param cursor its place: what follows it comes after this; opaque, and good for this channel only
 * @param message its body is only the beginning if {@code bodyCut}
 * @param bodySize of the whole body, roughly: characters of a text, else bytes as they are stored
 * @param bodyCut true if the body is longer than what {@code message} has of it
 */
public record BrowsedMessage(
        String cursor, MessageState state, ChannelMessage message, long bodySize, boolean bodyCut) {

    public static BrowsedMessage of(String cursor, MessageState state, ChannelMessage head, BodyStart body) {
        return new BrowsedMessage(cursor, state, head.withBody(body.body()), body.size(), body.cut());
    }

    BrowsedMessage withBodyAtMost(int most) {
        BodyStart start = new BodyStart(message.body(), bodySize, bodyCut).atMost(most);
        return of(cursor, state, message, start);
    }
}
