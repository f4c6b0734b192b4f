package org.renkei.routes.engine;

import java.util.List;
import org.apache.camel.Exchange;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.component.ChannelExchange;
import org.renkei.routes.component.Outbox;

/**
 * One channel of flows: hands each message to what it is for, in the version of the flow that its job is on. Called by all workers of
 * the channel.
 */
final class FlowChannel implements Receiver {
    private final String channel;
    private final FlowDeployment deployment;
    private final Surroundings surroundings;

    FlowChannel(String channel, FlowDeployment deployment, Surroundings surroundings) {
        this.channel = channel;
        this.deployment = deployment;
        this.surroundings = surroundings;
    }

    /** Only if every version of what receives here is: a message may be for any. */
    @Override
    public boolean isReady() {
        List<Receiver> receivers = deployment.live().receivers(channel);
        for (Receiver receiver : receivers) {
            if (!receiver.isReady()) {
                return false;
            }
        }
        return !receivers.isEmpty();
    }

    @Override
    public boolean isPaused() {
        for (Receiver receiver : deployment.live().receivers(channel)) {
            if (receiver.isPaused()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        receiver(ChannelExchange.received(exchange)).process(exchange);
    }

    @Override
    public int crashLimit(ChannelMessage message) {
        return receiver(message).crashLimit(message);
    }

    @Override
    public void failed(ChannelMessage message, Exchange exchange, Throwable error, Outbox outbox) {
        receiver(message).failed(message, exchange, error, outbox);
    }

    @Override
    public void gaveUp(ChannelMessage message, String reason, Outbox outbox) {
        receiver(message).gaveUp(message, reason, outbox);
    }

    /** If there is none that it is for, any that belongs to the channel: it tells tracking that the message is not for it. */
    private Receiver receiver(ChannelMessage message) {
        Receiver receiver = deployment.receiver(channel, message);
        if (receiver != null) {
            return receiver;
        }
        return deployment.live().receivers(channel).stream()
                .filter(LiveStep.class::isInstance)
                .findFirst()
                .orElseGet(() -> new Stranger(channel, surroundings));
    }

    /** Receives jobs in a channel that only a start has. */
    private record Stranger(String channel, Surroundings surroundings) implements Receiver {
        @Override
        public void process(Exchange exchange) {
            throw new RenkeiException(ErrorCode.STEP_UNKNOWN, "no step of a flow has channel " + channel + " any more");
        }

        @Override
        public void failed(ChannelMessage message, Exchange exchange, Throwable error, Outbox outbox) {
            surroundings.notAJob(message, error.getMessage(), channel, outbox);
        }

        @Override
        public void gaveUp(ChannelMessage message, String reason, Outbox outbox) {
            surroundings.notAJob(message, reason, channel, outbox);
        }
    }
}
