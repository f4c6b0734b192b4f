package org.renkei.routes.trace;

import java.net.URI;
import org.renkei.broker.config.ConfigException;

/**
 * Where traces go.
 *
 * @param otlp the address of an OpenTelemetry collector that takes OTLP over HTTP; must be given
 * @param service what this system is called there. Default renkei
 * @param sample the share of jobs that are traced, 0 to 1; a job whose producer traces it follows the producer. Default 1
 */
public record TracingConfig(String otlp, String service, Double sample) {

    public TracingConfig {
        if (otlp == null) {
            throw new ConfigException("otlp", "is missing: the address of a collector, as http://127.0.0.1:4318");
        }
        if (!isHttp(otlp)) {
            throw new ConfigException("otlp", "must be an address as http://127.0.0.1:4318, was '" + otlp + "'");
        }
        service = service == null ? "renkei" : service;
        if (service.isBlank()) {
            throw new ConfigException("service", "must not be empty");
        }
        sample = sample == null ? 1.0 : sample;
        if (!(sample >= 0 && sample <= 1)) {
            throw new ConfigException("sample", "must be 0 to 1, was " + sample);
        }
    }

    private static boolean isHttp(String address) {
        try {
            URI uri = URI.create(address);
            return uri.getHost() != null && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()));
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** Where the collector takes traces. */
    String tracesUrl() {
        return otlp.replaceAll("/+$", "") + "/v1/traces";
    }
}
