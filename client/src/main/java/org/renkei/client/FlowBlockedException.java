package org.renkei.client;

/**
 * The start channel takes nothing now: it is full (RNK-2003), it or its flow is blocked by hand (RNK-2002, RNK-2012), it is stopped
 * (RNK-2004), or its database is away (RNK-2010). The job was not accepted. Submit it again later; how much later only the reason can tell.
 */
public final class FlowBlockedException extends RenkeiClientException {
    private static final long serialVersionUID = 1L;

    /** Where it was sent. */
    private final String channel;

    /** Why it was not taken. */
    private final String reason;

    FlowBlockedException(Refusal refusal, String channel, Throwable cause) {
        super(refusal.code(), refusal.code() + " " + refusal.reason(), cause);
        this.channel = channel;
        this.reason = refusal.reason();
    }

    /**
     * The start channel that refused it.
     *
     * @return its name
     */
    public String channel() {
        return channel;
    }

    /**
     * Why, as the server says it: with the numbers of a full channel, or with what the operator wrote who blocked it.
     *
     * @return a sentence, without the code
     */
    public String reason() {
        return reason;
    }
}
