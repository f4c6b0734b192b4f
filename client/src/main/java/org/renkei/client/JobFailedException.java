package org.renkei.client;

/**
 * The job has come to an end, and not to the one that was hoped for. This is its result: it is not given a second time. The message
 * lies among the dead letters, unless the job was undone; an operator may mend and retry it, and it then answers once more.
 */
public final class JobFailedException extends RenkeiClientException {
    private static final long serialVersionUID = 1L;

    /** The job's id. */
    private final String job;

    /** The correlation id that it was submitted with. */
    private final String correlationId;

    /** How it ended. */
    private final String state;

    /** Why. */
    private final String reason;

    JobFailedException(String job, String correlationId, String state, Refusal why) {
        super(why.code(), "job " + job + " (" + correlationId + ") is " + state + ": " + why, null);
        this.job = job;
        this.correlationId = correlationId;
        this.state = state;
        this.reason = why.reason();
    }

    /**
     * The job's id, by which {@code renkei track} shows its way.
     *
     * @return its id
     */
    public String job() {
        return job;
    }

    /**
     * The correlation id that it was submitted with.
     *
     * @return the id
     */
    public String correlationId() {
        return correlationId;
    }

    /**
     * How it ended: {@code FAILED} (a step gave up, or the flow does not take such a message), {@code EXPIRED} (its time was over) or
     * {@code COMPENSATED} (a step gave up, and what the steps before had done was undone).
     *
     * @return the state, in upper case
     */
    public String state() {
        return state;
    }

    /**
     * Why: what the application said that gave it up, or what the server found.
     *
     * @return a sentence, without the code
     */
    public String reason() {
        return reason;
    }
}
