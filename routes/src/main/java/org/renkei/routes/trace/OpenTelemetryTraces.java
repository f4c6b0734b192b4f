package org.renkei.routes.trace;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.camel.CamelContext;
import org.apache.camel.opentelemetry2.OpenTelemetryTracer;

/** Sends spans to a collector, on a thread of the exporter's own; what it cannot send in time is dropped, and jobs go on. */
final class OpenTelemetryTraces implements Traces {
    /** Channels of flows name their policy, and routes of steps end with a version; steps have their spans from here. */
    private static final String ROUTES_OF_FLOWS = "channel:.*[?&]policy=.*,direct:.*@[0-9a-f]{8}";

    private static final Duration SEND_EVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST_SEND = Duration.ofSeconds(5);
    private static final W3CTraceContextPropagator W3C = W3CTraceContextPropagator.getInstance();
    private static final TextMapGetter<String> GIVEN = new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(String traceparent) {
            return Set.of(StepSpan.TRACEPARENT);
        }

        @Override
        public String get(String traceparent, String key) {
            return StepSpan.TRACEPARENT.equals(key) ? traceparent : null;
        }
    };

    private final SdkTracerProvider provider;
    private final Tracer tracer;

    OpenTelemetryTraces(TracingConfig config, String node) {
        ExporterLog.listen();
        OtlpHttpSpanExporter exporter = OtlpHttpSpanExporter.builder()
                .setEndpoint(config.tracesUrl())
                .setTimeout(LONGEST_SEND)
                .build();
        Attributes who = Attributes.of(
                AttributeKey.stringKey("service.name"),
                config.service(),
                AttributeKey.stringKey("service.instance.id"),
                node);
        provider = SdkTracerProvider.builder()
                .setResource(Resource.getDefault().merge(Resource.create(who)))
                .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(config.sample())))
                .addSpanProcessor(BatchSpanProcessor.builder(exporter)
                        .setScheduleDelay(SEND_EVERY)
                        .build())
                .build();
        tracer = provider.get("org.renkei");
    }

    @Override
    public StepSpan begin(String name, String traceparent, Instant at) {
        Span span = tracer.spanBuilder(name)
                .setParent(W3C.extract(Context.root(), traceparent, GIVEN))
                .setSpanKind(SpanKind.CONSUMER)
                .setStartTimestamp(at)
                .startSpan();
        return new OpenTelemetrySpan(span);
    }

    @Override
    public void follow(CamelContext camel) {
        camel.getRegistry().bind("renkei-tracer", Tracer.class, tracer);
        camel.getRegistry().bind("renkei-propagators", ContextPropagators.class, ContextPropagators.create(W3C));
        OpenTelemetryTracer ofCamel = new OpenTelemetryTracer();
        ofCamel.setExcludePatterns(ROUTES_OF_FLOWS);
        ofCamel.init(camel);
    }

    @Override
    public void close() {
        provider.shutdown().join(LONGEST_SEND.toMillis(), TimeUnit.MILLISECONDS);
    }
}
