package org.renkei.services.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;

/** Puts the version of its own jar behind what the job says; for a job that comes first, behind its correlation id. */
public final class Stamp implements Application {
    private final String version;

    public Stamp() {
        try (InputStream in = Stamp.class.getResourceAsStream("/version.txt")) {
            version = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Outcome process(Job job) {
        String said = job.step().equals("first") ? job.correlationId() : job.text();
        return Outcome.done(said + " " + version);
    }
}
