package org.renkei.bench;

/**
 * One way to do the same work: jobs of 1 KiB through three steps that do nothing, durable between them, each step on record in a database.
 * Made, then for each round: fill, begin, settle, rest. Not thread-safe.
 */
interface Contender {
    String name();

    /** Versions and settings, for the reader of the figures. */
    String settings();

    /** Puts jobs with the bodies {@link Arrivals#body} where they wait durably; nobody works on them yet. */
    void fill(int jobs) throws Exception;

    void begin() throws Exception;

    /**
     * Returns when the record of all of these jobs is in the database.
     *
     * @throws IllegalStateException if it is not complete, or has more than that
     */
    void settle(int jobs) throws Exception;

    /** Stops working and forgets the record of the round. */
    void rest() throws Exception;

    void close() throws Exception;
}
