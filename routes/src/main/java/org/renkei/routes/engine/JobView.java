package org.renkei.routes.engine;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collections;
import java.util.Map;
import javax.sql.DataSource;
import org.renkei.broker.channel.Body;
import org.renkei.routes.application.Job;

/** The pass of a job as its application sees it. */
record JobView(Pass pass, JobDatabase database) implements Job {

    @Override
    public String id() {
        return pass.ticket().job();
    }

    @Override
    public String flow() {
        return pass.ticket().flow();
    }

    @Override
    public String version() {
        return pass.ticket().version();
    }

    @Override
    public String step() {
        return pass.ticket().step();
    }

    @Override
    public int attempt() {
        return pass.ticket().attempt();
    }

    @Override
    public boolean redelivered() {
        return pass.message().redelivered();
    }

    @Override
    public String correlationId() {
        return pass.message().correlationId();
    }

    @Override
    public String text() {
        return JobJson.textOf(pass.message().body());
    }

    @Override
    public <T> T json(Class<T> type) {
        try {
            return pass.message().body() instanceof Body.Bytes bytes
                    ? JobJson.MAPPER.readValue(bytes.bytes(), type)
                    : JobJson.MAPPER.readValue(text(), type);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the body of job " + id() + " does not fit " + type.getSimpleName() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public Map<String, Object> headers() {
        return Collections.unmodifiableMap(
                TicketProperties.without(pass.message().properties()));
    }

    @Override
    public Connection connection() throws SQLException {
        return database.connection();
    }

    @Override
    public DataSource dataSource() {
        return database.source();
    }
}
