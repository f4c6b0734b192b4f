package org.renkei.services.http;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import java.util.TreeMap;
import org.renkei.broker.channel.BrowsedMessage;

/**
 * A message as a whole.
 *
 * @param replyTo null if nobody waits for a result
 * @param properties by name, as they were set
 */
record MessageView(
        @JsonUnwrapped MessageLine line,
        String channel,
        String replyTo,
        Map<String, Object> properties,
        BodyView body) {

    static MessageView of(String channel, BrowsedMessage found) {
        return new MessageView(
                MessageLine.of(found),
                channel,
                found.message().replyTo(),
                new TreeMap<>(found.message().properties()),
                BodyView.of(found.message().body(), found.bodyCut()));
    }
}
