package org.renkei.routes.engine;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.renkei.broker.error.ErrorCode;
import org.renkei.routes.component.Outbox;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;
import org.renkei.tracking.journey.StepOutcome;

/**
 * What becomes of a job that gave up (C2): the steps that it has passed are undone, the last one first, each in its own channel and
 * with the job as it was before the step that gave up. If there is nothing to undo, or undoing itself gives up, it is a dead letter.
 */
final class Compensation {
    private final Flow flow;
    private final Surroundings surroundings;
    private final JobEnd end;

    Compensation(Flow flow, Surroundings surroundings) {
        this.flow = flow;
        this.surroundings = surroundings;
        this.end = new JobEnd(flow, surroundings);
    }

    /** The step in hand, or the undoing of it, has given up. */
    void gaveUp(Pass pass, String reason, Outbox outbox) {
        Ticket ticket = pass.ticket();
        if (ticket.undoing() != null) {
            end.failed(pass, stuck(ticket, reason), outbox);
        } else if (ticket.trail().isEmpty()) {
            end.failed(pass, reason, outbox);
        } else {
            goOn(pass, ticket.undo(reason), StepOutcome.FAILED, reason, outbox);
        }
    }

    /** The step in hand has been undone. */
    void undone(Pass pass, Outbox outbox) {
        if (pass.ticket().trail().isEmpty()) {
            outbox.track(
                    pass.event(StepOutcome.UNDONE, null, Map.of(), List.of(), surroundings.now(), surroundings.node()));
            end.compensated(pass, outbox);
        } else {
            goOn(pass, pass.ticket().undoNext(), StepOutcome.UNDONE, null, outbox);
        }
    }

    private void goOn(Pass pass, Ticket next, StepOutcome outcome, String reason, Outbox outbox) {
        Optional<Step> target = flow.step(next.step()).filter(step -> step.undo() != null);
        if (target.isEmpty()) {
            String gone = "step " + next.step() + " of flow " + flow.name()
                    + " can no longer be undone: its file has changed";
            // A retry must not undo once more what this pass has undone.
            Pass stuck = outcome == StepOutcome.UNDONE
                    ? pass.with(next.at(pass.ticket().seq()))
                    : pass;
            end.failed(stuck, stuck(next, gone), outbox);
            return;
        }
        String channel = target.get().channel();
        outbox.send(channel, pass.onward(next));
        outbox.track(pass.event(
                outcome,
                reason,
                Map.of(),
                List.of(surroundings.place(next, channel)),
                surroundings.now(),
                surroundings.node()));
    }

    /** Which steps still stand, in the order in which they would have been undone. */
    private static String stuck(Ticket ticket, String reason) {
        StringBuilder standing = new StringBuilder(ticket.step());
        for (int i = ticket.trail().size() - 1; i >= 0; i--) {
            standing.append(", ").append(ticket.trail().get(i));
        }
        return ErrorCode.UNDO_FAILED + " not undone: " + standing + "; step " + ticket.step() + " " + reason
                + "; the job had failed in step " + ticket.undoing().failed() + ": "
                + ticket.undoing().cause();
    }
}
