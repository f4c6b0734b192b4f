package org.renkei.routes.component;

import org.apache.camel.Exchange;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.routes.flow.RetryPolicy;

/** How the messages of one consumer are handled. Called by several threads at once. */
public interface DeliveryPolicy {

    /**
     * Asked before each batch: false leaves the messages where they are for a moment, for example while the channel they
     * would go to is full.
     */
    default boolean isReady() {
        return true;
    }

    /** True while an operator holds the messages where they are: not even the rest of a batch is handed out. Must be cheap. */
    default boolean isPaused() {
        return false;
    }

    /**
     * Says what happens to a message whose route ended with an error. What it puts into {@code outbox} is committed
     * in place of what the route wanted; putting nothing there ends the message.
     *
     * @param exchange as the route left it
     */
    void failed(ChannelMessage message, Exchange exchange, Throwable error, Outbox outbox);

    /** So many processes may die with this message in hand before it is given up: it is likely to be the cause. */
    default int crashLimit(ChannelMessage message) {
        return RetryPolicy.DEFAULT.crashes();
    }

    /** Called instead of the route for a message that came back too often, because its commit failed or because of crashes. */
    void gaveUp(ChannelMessage message, String reason, Outbox outbox);
}
