package org.renkei.services.alarm;

import java.net.URI;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.util.Map;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.DurationText;

/**
 * Where alarms are posted to.
 *
 * @param url http or https; null: nowhere. Only its host is ever shown, since such addresses often hold a secret
 * @param headers to add. Default none
 * @param timeout from the connection to the last byte of the answer, up to 5 minutes. Default 10 seconds
 */
public record WebhookConfig(String url, Map<String, String> headers, Duration timeout) {
    private static final Duration LONGEST = Duration.ofMinutes(5);

    public WebhookConfig {
        if (url == null && (headers != null || timeout != null)) {
            throw new ConfigException("url", "is missing: where should alarms be posted to?");
        }
        headers = headers == null ? Map.of() : Map.copyOf(headers);
        timeout = timeout == null ? Duration.ofSeconds(10) : timeout;
        if (timeout.isNegative() || timeout.isZero() || timeout.compareTo(LONGEST) > 0) {
            throw new ConfigException(
                    "timeout", "must be more than 0 and at most 5m, was " + DurationText.format(timeout));
        }
        if (url != null) {
            checkHeaders(address(url), headers);
        }
    }

    /** Alarms are posted nowhere. */
    public static WebhookConfig none() {
        return new WebhookConfig(null, null, null);
    }

    URI address() {
        return address(url);
    }

    private static URI address(String url) {
        try {
            URI uri = URI.create(url);
            boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
            if (!http || uri.getHost() == null) {
                throw new ConfigException("url", "must be an http or https address, was " + url);
            }
            return uri;
        } catch (IllegalArgumentException e) {
            throw new ConfigException("url", "is no address: " + e.getMessage());
        }
    }

    private static void checkHeaders(URI address, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        headers.forEach((name, value) -> {
            try {
                request.setHeader(name, value);
            } catch (IllegalArgumentException e) {
                throw new ConfigException("headers." + name, "cannot be sent: " + e.getMessage());
            }
        });
    }
}
