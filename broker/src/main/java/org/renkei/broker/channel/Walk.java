package org.renkei.broker.channel;

import java.util.function.LongPredicate;

/**
 * How to go past the messages of a queue.
 *
 * @param from the cursor behind which it begins; null for the first message
 * @param inclusive whether the message at {@code from} itself is shown, if it still lies there
 * @param filter as in {@link Channels#open(String, String)}; null for all
 * @param mostBody how much is read of each body, in characters or bytes; {@link #WHOLE} for all of it
 * @param handedOut whether those that receivers have in hand are shown; a database channel shows them in any case
 * @param inHand whether a worker of Renkei's has received the message of this number
 * @param limits how long it may take
 */
public record Walk(
        String from,
        boolean inclusive,
        String filter,
        int mostBody,
        boolean handedOut,
        LongPredicate inHand,
        WalkLimits limits) {

    public static final int WHOLE = Integer.MAX_VALUE;

    /** To the end, past what waits. */
    public static Walk toTheEnd(String filter, int mostBody) {
        return new Walk(null, false, filter, mostBody, false, id -> false, WalkLimits.NONE);
    }

    /** True if bodies are read to their ends. */
    public boolean readsWholeBodies() {
        return mostBody == WHOLE;
    }
}
