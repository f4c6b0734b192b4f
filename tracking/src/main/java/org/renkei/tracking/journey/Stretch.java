package org.renkei.tracking.journey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Passes of one job that are stored as one row, which costs a fraction of a row for each: one after the other along a branch, all of
 * them DONE by the same node. A pass that ended otherwise is a stretch of its own, so that it can be found.
 *
 * @param passes in the order of their numbers, at least one
 */
record Stretch(List<StepEvent> passes) {

    /** So that whoever looks for a pass need not look far before it. */
    static final int LONGEST = 64;

    /** @param events of one job, in any order */
    static List<Stretch> of(List<StepEvent> events) {
        List<Stretch> stretches = new ArrayList<>();
        Map<String, Stretch> lastOfBranch = new HashMap<>();
        for (StepEvent event : events) {
            Stretch last = lastOfBranch.get(event.branch());
            if (last == null || !last.goesOnWith(event)) {
                last = new Stretch(new ArrayList<>());
                lastOfBranch.put(event.branch(), last);
                stretches.add(last);
            }
            last.passes.add(event);
        }
        return stretches;
    }

    private boolean goesOnWith(StepEvent event) {
        StepEvent last = last();
        return passes.size() < LONGEST
                && event.seq() == last.seq() + 1
                && event.outcome() == StepOutcome.DONE
                && last.outcome() == StepOutcome.DONE
                && Objects.equals(event.node(), last.node());
    }

    StepEvent first() {
        return passes.get(0);
    }

    StepEvent last() {
        return passes.get(passes.size() - 1);
    }

    boolean wentToMemory() {
        for (StepEvent pass : passes) {
            for (Place place : pass.next()) {
                if (place.inMemory()) {
                    return true;
                }
            }
        }
        return false;
    }
}
