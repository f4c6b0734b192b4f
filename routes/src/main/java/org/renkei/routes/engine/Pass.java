package org.renkei.routes.engine;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.routes.trace.StepSpan;
import org.renkei.tracking.journey.Place;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/**
 * One job's pass through one step, or through the start of its flow.
 *
 * @param ticket as the message carried it
 * @param message as it was received
 * @param channel it was received from
 * @param application that the step calls; null at the start
 * @param span of a step that is traced
 */
record Pass(
        Ticket ticket, ChannelMessage message, String channel, String application, Instant startedAt, StepSpan span) {
    private static final String PROPERTY = "RenkeiPass";

    /** One that has no span of its own. */
    Pass(Ticket ticket, ChannelMessage message, String channel, String application, Instant startedAt) {
        this(ticket, message, channel, application, startedAt, StepSpan.NONE);
    }

    static Pass of(Exchange exchange) {
        return exchange.getProperty(PROPERTY, Pass.class);
    }

    void attachTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** The same pass with the message that its application made. */
    Pass with(ChannelMessage made) {
        return new Pass(ticket, made, channel, application, startedAt, span);
    }

    /** The same pass as if the message had carried this ticket. */
    Pass with(Ticket other) {
        return new Pass(other, message, channel, application, startedAt, span);
    }

    /** What tracking is told of it. */
    StepEvent event(
            StepOutcome outcome,
            String error,
            Map<String, String> items,
            List<Place> next,
            Instant endedAt,
            String node) {
        return new StepEvent(
                ticket.job(),
                ticket.branch(),
                ticket.seq(),
                ticket.flow(),
                ticket.version(),
                message.correlationId(),
                ticket.parent(),
                ticket.step(),
                channel,
                application,
                ticket.attempt(),
                message.redelivered(),
                message.sentAt() == null ? startedAt : message.sentAt(),
                startedAt,
                endedAt,
                outcome,
                error,
                items,
                next,
                node);
    }

    /** The message that carries the job on, with another ticket. */
    ChannelMessage onward(Ticket next) {
        Map<String, Object> properties = TicketProperties.with(message.properties(), next);
        span.carryInto(properties);
        return message.withProperties(properties)
                .withReplyTo(null)
                .withSentAt(null)
                .withExpiresAt(null)
                .withNotBefore(null);
    }
}
