package org.renkei.routes.application;

import java.util.Map;

/** What an application sees of the job in hand. Valid during the call; its methods do not block. */
public interface Job {

    /** Unique, the same in every step and every attempt. */
    String id();

    /** The flow's name. */
    String flow();

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
}
