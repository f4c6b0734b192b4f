package org.renkei.services.http;

import org.renkei.services.metrics.Metrics;

/** {@code /metrics}: all figures for Prometheus. */
final class MetricsApi {
    private final Metrics metrics;

    MetricsApi(Metrics metrics) {
        this.metrics = metrics;
    }

    void addTo(Operations operations) {
        operations.handle(
                "scrapeMetrics",
                request -> request.contentType(metrics.contentType()).result(metrics.scrape()));
    }
}
