package org.renkei.routes.trace;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import java.util.Locale;
import java.util.Map;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/** A span that takes its attributes from what tracking is told. */
final class OpenTelemetrySpan implements StepSpan {
    private final Span span;

    OpenTelemetrySpan(Span span) {
        this.span = span;
    }

    @Override
    public void carryInto(Map<String, Object> properties) {
        W3CTraceContextPropagator.getInstance().inject(Context.root().with(span), properties, Map::put);
    }

    @Override
    public void ended(StepEvent event) {
        span.setAttribute("renkei.job", event.job());
        span.setAttribute("renkei.flow", event.flow());
        span.setAttribute("renkei.step", event.step());
        span.setAttribute("renkei.channel", event.channel());
        span.setAttribute("renkei.outcome", event.outcome().name().toLowerCase(Locale.ROOT));
        span.setAttribute("renkei.attempt", event.attempt());
        if (event.application() != null) {
            span.setAttribute("renkei.application", event.application());
        }
        if (event.error() != null) {
            span.setAttribute("renkei.error", event.error());
        }
        if (event.outcome() == StepOutcome.FAILED || event.outcome() == StepOutcome.EXPIRED) {
            span.setStatus(StatusCode.ERROR, event.error() == null ? "" : event.error());
        }
        span.end(event.endedAt());
    }
}
