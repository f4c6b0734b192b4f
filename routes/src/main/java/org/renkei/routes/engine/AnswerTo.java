package org.renkei.routes.engine;

import org.renkei.broker.channel.Channels;

/**
 * Where the result of a job goes; {@link #text()} is what its ticket says of it.
 *
 * @param queue as in {@link org.renkei.broker.channel.ChannelMessage#replyTo()}; null for none
 * @param here true if somebody in the process in which it ends waits for it
 * @param keptFor the user who alone may fetch it over HTTP; null if the queue is the producer's own choice
 */
record AnswerTo(String queue, boolean here, String keptFor) {
    static final AnswerTo NOWHERE = new AnswerTo(null, false, null);
    private static final String RESULTS = "queue://" + Channels.RESULTS;

    /** Without a scheme: no producer can name it. */
    private static final String KEPT = "kept:";

    private static final String AND_HERE = " " + LocalResults.HERE;

    static AnswerTo kept(String user, boolean here) {
        return new AnswerTo(RESULTS, here, user);
    }

    /** @param address of {@link LocalResults} */
    static AnswerTo waiting(String address) {
        return LocalResults.HERE.equals(address) ? new AnswerTo(null, true, null) : new AnswerTo(address, false, null);
    }

    /** @param text null for nowhere */
    static AnswerTo of(String text) {
        if (text == null) {
            return NOWHERE;
        }
        if (text.startsWith(KEPT) && !text.contains("://")) {
            String[] parts = text.substring(KEPT.length()).split(" ");
            return kept(parts[0], parts.length > 1);
        }
        return waiting(text);
    }

    /** Null for nowhere. */
    String text() {
        if (keptFor != null) {
            return KEPT + keptFor + (here ? AND_HERE : "");
        }
        return here ? LocalResults.HERE : queue;
    }

    boolean isKept() {
        return RESULTS.equals(queue);
    }
}
