package org.renkei.routes.engine;

import java.util.List;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
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

    /** True if this job is awaited in a join, and none of those that go on in its place is. */
    boolean isDue(Ticket ticket, List<Ticket> goOn) {
        return ticket.parting() != null
                && goOn.stream().allMatch(next -> next.partings().isEmpty());
    }

    /**
     * Sends it with the job as it is now.
     *
     * @param reason why it gave up; "" if it ended well
     * @return where it went
     */
    Place send(Pass pass, String reason, Outbox outbox) {
        Ticket note = pass.ticket().absent(reason);
        String channel = flow.step(note.step())
                .map(Step::channel)
                .orElseThrow(() -> new RenkeiException(
                        ErrorCode.STEP_UNKNOWN,
                        "the job is awaited in step " + note.step() + " of flow " + flow.name()
                                + ", which is there no more: its file has changed"));
        outbox.send(channel, pass.onward(note));
        return surroundings.place(note, channel);
    }
}
