package org.renkei.broker.server;

import java.util.List;
import java.util.Locale;
import org.apache.activemq.artemis.api.core.ICoreMessage;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.renkei.broker.channel.ChannelKind;

/** A message as a program sent it, made fit for a channel: nothing of Renkei's own in it, and as durable as the channel. */
final class ForeignMessage {

    private static final String OWN_PREFIX = "renkei_";
    private static final List<String> BROKERS_PREFIXES = List.of("_AMQ_ORIG_", "_AMQ_ROUTE_TO", "_AMQ_ACTUAL_EXPIRY");

    private ForeignMessage() {}

    /** @throws IllegalArgumentException if what was forged cannot be taken out */
    static void makeFit(Message message, ChannelKind kind) {
        List<SimpleString> forged = message.getPropertyNames().stream()
                .filter(ForeignMessage::isForged)
                .toList();
        if (!forged.isEmpty() && message.isLargeMessage() && !(message instanceof ICoreMessage)) {
            // Its head is in a file already, as it came.
            throw new IllegalArgumentException("a large AMQP message must not carry " + forged);
        }
        forged.forEach(message::removeProperty);
        boolean madeDurable = kind == ChannelKind.PERSISTENT && !message.isDurable();
        if (madeDurable) {
            message.setDurable(true);
        }
        if (madeDurable || !forged.isEmpty()) {
            message.reencode();
        }
    }

    private static boolean isForged(SimpleString property) {
        if (property.isEmpty()) {
            return false;
        }
        char first = property.charAt(0);
        if (first != 'r' && first != 'R' && first != '_') {
            return false;
        }
        String name = property.toString();
        return name.toLowerCase(Locale.ROOT).startsWith(OWN_PREFIX)
                || BROKERS_PREFIXES.stream().anyMatch(name::startsWith);
    }
}
