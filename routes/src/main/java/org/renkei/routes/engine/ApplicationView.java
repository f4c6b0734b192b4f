package org.renkei.routes.engine;

import java.util.List;

/**
 * An execute application as an operator sees it: by whom it is called, and whether it is paused (A5).
 *
 * @param name by which it is paused: that of a bean; {@code FLOW.STEP} for all others, which have no name of their own
 * @param origin the application in jars that the bean comes from, and its version, as {@code orders@1a2b3c4d}; null for anything else
 * @param paused null if this name is not paused
 * @param calls where it is called, in the order of the flows
 */
public record ApplicationView(String name, Kind kind, String origin, Pause paused, List<Call> calls) {

    /** What a flow's file names it by. */
    public enum Kind {
        BEAN,
        URI,
        COMMAND,
        HTTP
    }

    /**
     * One step that calls it.
     *
     * @param application as tracking shows it, for example {@code payment.charge} or {@code POST http://…}
     * @param undo true if it is called to undo what the step did
     * @param held true while nothing is handed out in this step, because of this pause or another one
     */
    public record Call(String flow, String step, String channel, String application, boolean undo, boolean held) {}
}
