package org.renkei.routes.component;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.Exchange;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.error.Category;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.dead.DeadLetter;
import org.renkei.routes.dead.DeadLetterBox;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The policy of a route that belongs to no flow: again a few times, each wait twice as long, then a dead letter. */
final class RetryThenDeadLetter implements DeliveryPolicy {
    private static final Logger log = LoggerFactory.getLogger(RetryThenDeadLetter.class);
    private static final String ATTEMPT = "renkei_attempt";
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);

    private final String channel;
    private final int retries;
    private final DeadLetterBox deadLetterBox;
    private final Clock clock;

    RetryThenDeadLetter(String channel, int retries, DeadLetterBox deadLetterBox, Clock clock) {
        this.channel = channel;
        this.retries = retries;
        this.deadLetterBox = deadLetterBox;
        this.clock = clock;
    }

    @Override
    public void failed(ChannelMessage message, Exchange exchange, Throwable error, Outbox outbox) {
        int attempt = message.number(ATTEMPT, 1);
        boolean hopeless = error instanceof RenkeiException known && known.category() == Category.REJECT;
        if (hopeless || attempt > retries) {
            deadLetter(message, reason(error, attempt), outbox);
        } else {
            Instant again = clock.instant().plus(FIRST_DELAY.multipliedBy(1L << (attempt - 1)));
            outbox.send(channel, withAttempt(message, attempt + 1).withNotBefore(again));
        }
    }

    private static String reason(Throwable error, int attempt) {
        return error instanceof RenkeiException
                ? error.getMessage()
                : ErrorCode.RETRIES_EXHAUSTED + " failed " + attempt + " times, at last by " + error;
    }

    @Override
    public void gaveUp(ChannelMessage message, String reason, Outbox outbox) {
        deadLetter(message, reason, outbox);
    }

    private void deadLetter(ChannelMessage message, String reason, Outbox outbox) {
        log.atWarn()
                .addKeyValue("channel", channel)
                .addKeyValue("error", reason)
                .log("dead-lettered");
        outbox.deadLetter(DeadLetter.of(Channels.DEAD, message, reason, channel, clock.instant()), deadLetterBox);
    }

    private static ChannelMessage withAttempt(ChannelMessage message, int attempt) {
        Map<String, Object> properties = new HashMap<>(message.properties());
        // A duplicate id that came along would make the broker drop the message, or refuse the commit.
        properties.keySet().removeIf(name -> name.startsWith("_AMQ_"));
        properties.put(ATTEMPT, attempt);
        return message.withProperties(properties);
    }
}
