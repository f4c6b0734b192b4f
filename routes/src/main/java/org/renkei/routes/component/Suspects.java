package org.renkei.routes.component;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Messages that were in hand at a crash may be its cause, so that only one of them is handled at a time: the next crash then counts
 * against that one alone. One that takes long does not hold up the others for ever: after ten seconds the next one has its turn beside it.
 * Thread-safe.
 */
final class Suspects {
    private static final long LONGEST_TURN_NANOS = Duration.ofSeconds(10).toNanos();
    private static final long LOOK_MILLIS = 50;

    private Object inTurn;
    private long since;

    /**
     * Waits for its turn.
     *
     * @param goesOn false ends the wait
     * @return to be run when the message is committed or given back
     */
    synchronized Runnable await(BooleanSupplier goesOn) {
        try {
            while (goesOn.getAsBoolean()) {
                if (inTurn == null || System.nanoTime() - since > LONGEST_TURN_NANOS) {
                    return begin();
                }
                wait(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return () -> {};
    }

    private Runnable begin() {
        Object turn = new Object();
        inTurn = turn;
        since = System.nanoTime();
        return () -> end(turn);
    }

    private synchronized void end(Object turn) {
        if (inTurn == turn) {
            inTurn = null;
            notifyAll();
        }
    }
}
