package org.renkei.routes.engine;

import java.util.List;
import java.util.Optional;
import org.renkei.broker.error.Causes;
import org.renkei.broker.error.ErrorCode;
import org.renkei.routes.component.Outbox;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;
import org.renkei.tracking.journey.Place;
import org.renkei.tracking.journey.StepOutcome;

/**
 * What becomes of a job that gave up (C2): the steps that it has passed are undone, the last one first, each in its own channel and
 * with the job as it was before the step that gave up. A copy that is awaited in a join then leaves the rest to the join. If there is
 * nothing to undo, or undoing itself gives up, it is a dead letter.
 */
final class Compensation {
    private final Flow flow;
    private final Surroundings surroundings;
    private final JobEnd end;
    private final JoinNote joinNote;
    private final boolean flowUndoes;

    Compensation(Flow flow, Surroundings surroundings) {
        this.flow = flow;
        this.surroundings = surroundings;
        this.end = new JobEnd(flow, surroundings);
        this.joinNote = new JoinNote(flow, surroundings);
        this.flowUndoes = flow.steps().stream().anyMatch(step -> step.undo() != null);
    }

    /** The step in hand, or the undoing of it, has given up. */
    void gaveUp(Pass pass, String reason, Outbox outbox) {
        Ticket ticket = pass.ticket();
        if (ticket.undoing() != null) {
            end.failed(pass, stuck(ticket, reason), outbox);
        } else if (!ticket.trail().isEmpty()) {
            goOn(pass, ticket.undo(reason), StepOutcome.FAILED, reason, outbox);
        } else if (flowUndoes && ticket.absence() == null && joinNote.isAwaited(ticket)) {
            Place join = tellJoin(pass, new Absence(gaveUpIn(ticket.step(), reason), false), outbox);
            track(pass, StepOutcome.FAILED, reason, List.of(join), outbox);
        } else {
            end.failed(pass, reason, outbox);
        }
    }

    /** The step in hand has been undone. */
    void undone(Pass pass, Outbox outbox) {
        Ticket ticket = pass.ticket();
        if (ticket.trail().isEmpty()) {
            end(
                    pass,
                    null,
                    gaveUpIn(ticket.undoing().failed(), ticket.undoing().cause()),
                    ticket.undoing().cause(),
                    outbox);
        } else {
            goOn(pass, ticket.undoNext(), StepOutcome.UNDONE, null, outbox);
        }
    }

    /** What a joined job did was all undone by its copies, before they came to the join that gave up. */
    void undoneAlready(Pass joined, String reason, Outbox outbox) {
        end(joined, reason, gaveUpIn(joined.ticket().step(), reason), reason, outbox);
    }

    private void end(Pass undone, String told, String absence, String cause, Outbox outbox) {
        if (joinNote.isAwaited(undone.ticket())) {
            Place join = tellJoin(undone, new Absence(absence, true), outbox);
            track(undone, StepOutcome.UNDONE, told, List.of(join), outbox);
        } else {
            track(undone, StepOutcome.UNDONE, told, List.of(), outbox);
            end.compensated(undone, cause, outbox);
        }
    }

    private Place tellJoin(Pass pass, Absence absence, Outbox outbox) {
        Place join = joinNote.send(pass, absence, outbox);
        countArrow(pass, join.step(), outbox);
        return join;
    }

    /** Only here it is known whether a job goes to a step to be undone there, or to tell its join something. */
    private void countArrow(Pass pass, String to, Outbox outbox) {
        flow.step(pass.ticket().step())
                .ifPresent(from -> outbox.afterCommit(surroundings.figures().arrow(flow.name(), from.name(), to)));
    }

    private static String gaveUpIn(String step, String reason) {
        return Causes.cut("gave up in step " + step + ": " + reason);
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
        countArrow(pass, FlowFigures.UNDO + next.step(), outbox);
        track(pass, outcome, reason, List.of(surroundings.place(next, channel)), outbox);
    }

    private void track(Pass pass, StepOutcome outcome, String reason, List<Place> next, Outbox outbox) {
        surroundings.track(pass, outcome, reason, next, outbox);
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
