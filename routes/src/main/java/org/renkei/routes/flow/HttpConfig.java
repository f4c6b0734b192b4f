package org.renkei.routes.flow;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.renkei.broker.config.ByteSize;
import org.renkei.broker.config.Checks;
import org.renkei.broker.config.ConfigException;

/**
 * An HTTP endpoint as the application of a step (B3).
 *
 * @param url where the body is sent: http or https, as it is; nothing of a message comes into it
 * @param method POST, PUT, PATCH, DELETE or GET; the last has no body. Default POST
 * @param headers to add. Default none
 * @param timeout from the connection to the last byte of the answer. Default 30 seconds
 * @param output what the body of a done answer becomes. Default {@code ignore}
 * @param maxOutput the largest body of an answer that is read, up to 100 MiB. Default 1 MiB
 * @param done statuses that mean done. Default 200-299
 * @param failed statuses that mean that this job cannot succeed. Default all of 300 to 499 but 408, 425 and 429. All others, and an
 *     endpoint that does not answer, mean again, by the step's retry, and not before a {@code Retry-After} of the answer
 */
public record HttpConfig(
        String url,
        String method,
        Map<String, String> headers,
        Duration timeout,
        Output output,
        ByteSize maxOutput,
        List<StatusRange> done,
        List<StatusRange> failed) {
    private static final Set<String> METHODS = Set.of("POST", "PUT", "PATCH", "DELETE", "GET");

    public HttpConfig {
        method = method == null ? "POST" : method.toUpperCase(Locale.ROOT);
        Checks checks = new Checks()
                .that(url != null, "url", "is missing")
                .that(METHODS.contains(method), "method", "must be POST, PUT, PATCH, DELETE or GET, was " + method);
        if (url != null) {
            checks.attempt(() -> check(url));
        }
        CallLimits.check(timeout, maxOutput, checks);
        checks.done();
        headers = headers == null ? Map.of() : Map.copyOf(headers);
        timeout = timeout == null ? Duration.ofSeconds(30) : timeout;
        output = output == null ? Output.IGNORE : output;
        maxOutput = maxOutput == null ? CallLimits.MAX_OUTPUT : maxOutput;
        done = done == null ? List.of(new StatusRange(200, 299)) : List.copyOf(done);
        failed = failed == null
                ? List.of(
                        new StatusRange(300, 407),
                        new StatusRange(409, 424),
                        new StatusRange(426, 428),
                        new StatusRange(430, 499))
                : List.copyOf(failed);
    }

    private static void check(String url) {
        try {
            URI uri = URI.create(url);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!http || uri.getHost() == null) {
                throw new ConfigException("url", "must be an http or https address, was " + url);
            }
        } catch (IllegalArgumentException e) {
            throw new ConfigException("url", "is no address: " + e.getMessage());
        }
    }
}
