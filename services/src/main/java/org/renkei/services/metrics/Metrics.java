package org.renkei.services.metrics;

import java.nio.file.Path;

/**
 * What {@code GET /api/v1/metrics} answers: all figures in the text format of Prometheus. Nothing is kept or loaded before the
 * first scrape. Thread-safe.
 */
public final class Metrics implements AutoCloseable {
    private final RunningFigures figures;
    private final Path data;
    private Exposition exposition;

    /** @param data the folder whose disk is watched */
    public Metrics(RunningFigures figures, Path data) {
        this.figures = figures;
        this.data = data;
    }

    /** All figures as they are now, as {@link #contentType()} says. Takes one look at each channel. */
    public String scrape() {
        return exposition().text();
    }

    /** The Prometheus text format, version 0.0.4, in UTF-8. */
    public String contentType() {
        return Exposition.CONTENT_TYPE;
    }

    private synchronized Exposition exposition() {
        if (exposition == null) {
            exposition = new Exposition(figures, data);
        }
        return exposition;
    }

    /** Lets go of the JVM's notifications. A later scrape begins anew. */
    @Override
    public synchronized void close() {
        if (exposition != null) {
            exposition.close();
            exposition = null;
        }
    }
}
