package org.renkei.routes.engine;

import java.util.List;
import org.renkei.routes.component.Outbox;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;
import org.renkei.tracking.journey.Place;

/** Tells the join where a copy is awaited that it does not come, so that the others need not wait for it. */
final class JoinNote {
    private final Flow flow;
    private final Surroundings surroundings;

    JoinNote(Flow flow, Surroundings surroundings) {
        this.flow = flow;
        this.surroundings = surroundings;
    }

    /** True if this copy is awaited in a join, as the flow's file is now. */
    boolean isAwaited(Ticket ticket) {
        return ticket.parting() != null
                && flow.step(ticket.parting().join())
                        .filter(step -> step.join() != null)
                        .isPresent();
    }

    /** True if this copy is awaited, and none of those that go on in its place is. */
    boolean isDue(Ticket ticket, List<Ticket> goOn) {
        return isAwaited(ticket)
                && goOn.stream()
                        .allMatch(next ->
                                next.partings().size() < ticket.partings().size());
    }

    /**
     * Sends it with the job as it is now. The copy must be awaited.
     *
     * @return where it went
     */
    Place send(Pass pass, Absence absence, Outbox outbox) {
        Ticket note = pass.ticket().absent(absence);
        String channel = flow.step(note.step()).map(Step::channel).orElseThrow();
        outbox.send(channel, pass.onward(note));
        return surroundings.place(note, channel);
    }
}
