package org.renkei.routes.engine;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.renkei.broker.channel.Body;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.external.HttpEndpoint;
import org.renkei.routes.external.HttpResult;
import org.renkei.routes.flow.Accept;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.HttpConfig;
import org.renkei.routes.flow.Output;
import org.renkei.routes.flow.StatusRange;
import org.renkei.routes.trace.StepSpan;

/** Sends a job to an HTTP endpoint; the status of the answer becomes the outcome (B3). */
final class HttpCall implements Processor {
    private static final int MOST_TOLD = 500;

    private final HttpConfig config;
    private final HttpEndpoint endpoint;
    private final boolean json;

    HttpCall(Flow flow, HttpConfig config) {
        this.config = config;
        this.json = flow.accept().format() == Accept.Format.JSON;
        this.endpoint =
                new HttpEndpoint(URI.create(config.url()), config.method(), config.headers(), config.timeout(), (int)
                        config.maxOutput().bytes());
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Pass pass = Pass.of(exchange);
        HttpResult result = endpoint.call(JobJson.bytesOf(pass.message().body()), headers(pass));
        exchange.getMessage().setBody(outcome(result));
    }

    private Outcome outcome(HttpResult result) throws HttpFailed {
        String told = "status " + result.status() + told(result);
        if (contains(config.failed(), result.status())) {
            return Outcome.failed(told);
        }
        if (!contains(config.done(), result.status())) {
            throw new HttpFailed(told, result);
        }
        if (config.output() == Output.IGNORE) {
            return Outcome.done();
        }
        return result.tooMuch()
                ? Outcome.failed("answered more than " + config.maxOutput() + ", which maxOutput allows")
                : Outcome.done(new String(result.body(), StandardCharsets.UTF_8));
    }

    private static boolean contains(List<StatusRange> ranges, int status) {
        return ranges.stream().anyMatch(range -> range.contains(status));
    }

    private static String told(HttpResult result) {
        String body = new String(result.body(), StandardCharsets.UTF_8).strip();
        return body.isEmpty() ? "" : ": " + body.substring(0, Math.min(MOST_TOLD, body.length()));
    }

    /** The key is the same at each attempt, so that a server that knows it does the work once. */
    private Map<String, String> headers(Pass pass) {
        Ticket ticket = pass.ticket();
        Map<String, String> headers = new HashMap<>();
        headers.put("Content-Type", contentType(pass.message().body()));
        headers.put("Idempotency-Key", ticket.job() + "/" + ticket.step() + "/" + ticket.arrival() + ticket.branch());
        headers.put("Renkei-Job", ticket.job());
        headers.put("Renkei-Flow", ticket.flow());
        headers.put("Renkei-Step", ticket.step());
        headers.put("Renkei-Attempt", String.valueOf(ticket.attempt()));
        String traceparent = pass.message().text(StepSpan.TRACEPARENT);
        if (pass.span() != StepSpan.NONE && traceparent != null) {
            headers.put(StepSpan.TRACEPARENT, traceparent);
        }
        String correlation = pass.message().correlationId();
        if (correlation != null && correlation.chars().allMatch(c -> c >= ' ' && c < 127)) {
            headers.put("Renkei-Correlation", correlation);
        }
        return headers;
    }

    private String contentType(Body body) {
        if (json || body instanceof Body.Fields || body instanceof Body.Values) {
            return "application/json";
        }
        return body instanceof Body.Bytes ? "application/octet-stream" : "text/plain; charset=utf-8";
    }

    /** Worth another try, by the step's retry, and not before the endpoint wants it. */
    static final class HttpFailed extends IOException implements RetryNotBefore {
        private static final long serialVersionUID = 1L;

        private final Duration retryAfter;

        HttpFailed(String message, HttpResult result) {
            super(message);
            this.retryAfter = result.retryAfter();
        }

        @Override
        public Duration leastDelay() {
            return retryAfter;
        }
    }
}
