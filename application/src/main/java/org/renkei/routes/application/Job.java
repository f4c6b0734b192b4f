package org.renkei.routes.application;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** What an application sees of the job in hand. Valid during the call; its methods do not block. */
public interface Job {

    /** Unique, the same in every step and every attempt. */
    String id();

    /** The flow's name. */
    String flow();

    /** The version of the flow that the job is on, from its beginning to its end. */
    default String version() {
        return "";
    }

    /** The step's name. */
    String step();

    /** 1 for the first call in this step, one more with each retry. */
    int attempt();

    /** True if this very call may have been made before by a process that crashed. */
    boolean redelivered();

    /** The producer's correlation id; may repeat; null if it gave none. */
    String correlationId();

    /**
     * The body as text; bytes are read as UTF-8; empty for a message without a body.
     *
     * @throws IllegalStateException if the body is a map, a list or a serialised object
     */
    String text();

    /**
     * The body as JSON read into {@code type}, by Jackson.
     *
     * @throws IllegalArgumentException if it does not fit
     */
    <T> T json(Class<T> type);

    /** The application properties of the message, by name; those of Renkei itself are left out. Read-only. */
    Map<String, Object> headers();

    /**
     * The connection on which this message was taken from its database channel. What is done on it is committed with the receive and
     * with what the job sends, or not at all: it is there if and only if the job has moved on. An exception undoes it, and so do
     * {@link Outcome#failed} and {@link Outcome#again}.
     *
     * <p>Valid during the call and on its thread only. Closing it ends nothing. {@code commit}, {@code rollback} without a savepoint
     * and {@code setAutoCommit(true)} throw: the transaction is the channel's. A statement that fails must fail the application
     * too, or be undone by a savepoint of its own.
     *
     * @throws IllegalStateException if the step's channel is not a database channel, or on another thread
     * @throws SQLException if the database is away
     */
    default Connection connection() throws SQLException {
        throw new IllegalStateException("there is no database behind this job: " + getClass());
    }

    /**
     * The same for libraries that ask for a data source: every connection of it is {@link #connection()}, as long as it is asked
     * for during the call and on its thread. Elsewhere it gives connections of its own in auto-commit mode, and what is done on
     * those stays also if the message fails, and may be done twice.
     *
     * @throws IllegalStateException if the step's channel is not a database channel
     */
    default DataSource dataSource() {
        throw new IllegalStateException("there is no database behind this job: " + getClass());
    }
}
