package org.renkei.routes.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.error.Causes;
import org.renkei.broker.error.RenkeiException;

/**
 * What a job's message says of the job. {@link TicketProperties} writes it into the message.
 *
 * @param job the job's id, a UUID
 * @param flow the flow it runs in
 * @param version the version of the flow that it began with
 * @param parent the job whose step started this one; or null
 * @param step the step it waits for; null at the start
 * @param branch "" or the copy's number, see {@link org.renkei.tracking.journey.Place#branch()}
 * @param seq number of the tracking event that its next pass will write
 * @param arrival what {@code seq} was when it came into this step, the same over all attempts
 * @param attempt 1, or more after retries in this step
 * @param passes steps passed so far, retries included
 * @param replyTo where the producer waits; null if it does not, or if another copy answers
 * @param replyId the correlation id that the answer must carry; null like {@code replyTo}
 * @param deadline when the flow's timeout is over; null for never
 * @param trail the steps that it has passed and that can be undone, or, while it is undone, that are left to undo; in the order in
 *     which they were passed, and only those since copies parted last
 * @param undoing set while what was done is undone; or null
 * @param partings those after which its copies come together again, the last one last
 * @param absence why this copy brings nothing to the join that it is on its way to; null: it comes itself
 */
record Ticket(
        String job,
        String flow,
        String version,
        String parent,
        String step,
        String branch,
        int seq,
        int arrival,
        int attempt,
        int passes,
        String replyTo,
        String replyId,
        Instant deadline,
        List<String> trail,
        Undoing undoing,
        List<Parting> partings,
        Absence absence) {

    /** Of a job that begins. */
    static Ticket first(String job, String flow, String version) {
        return new Ticket(
                job, flow, version, null, null, "", 0, 0, 1, 0, null, null, null, List.of(), null, List.of(), null);
    }

    /** @throws RenkeiException {@code NOT_A_JOB}, if this is not the message of a job */
    static Ticket of(ChannelMessage message) {
        return TicketProperties.read(message);
    }

    /**
     * For the next step on the same branch.
     *
     * @param answers false if another copy answers the producer
     */
    Ticket to(String nextStep, boolean answers) {
        return changed(next -> {
            next.step = nextStep;
            next.seq = seq + 1;
            next.arrival = seq + 1;
            next.attempt = 1;
            next.passes = passes + 1;
            next.replyTo = answers ? replyTo : null;
            next.replyId = answers ? replyId : null;
        });
    }

    /**
     * One of several copies, before it goes to its step.
     *
     * @param copyTrail what it has to undo if it gives up
     * @param copyPartings those after which it comes together with others
     */
    Ticket copy(String copyBranch, List<String> copyTrail, List<Parting> copyPartings) {
        return changed(next -> {
            next.branch = copyBranch;
            next.trail = copyTrail;
            next.partings = copyPartings;
        });
    }

    /** Where it comes together with other copies next; null if nowhere. */
    Parting parting() {
        return partings.isEmpty() ? null : partings.get(partings.size() - 1);
    }

    /** Tells its join that this copy does not come itself. */
    Ticket absent(Absence why) {
        return to(parting().join(), true).changed(next -> {
            next.undoing = null;
            next.absence = why;
        });
    }

    /**
     * Of the one job that its copies have become.
     *
     * @param wholeTrail that they and the job before have passed
     */
    Ticket joined(int joinedSeq, List<String> wholeTrail) {
        Parting parting = parting();
        return changed(next -> {
            next.branch = parting.branch();
            next.seq = joinedSeq;
            next.arrival = joinedSeq;
            next.attempt = 1;
            next.passes = passes + 1;
            next.trail = wholeTrail;
            next.partings = partings.subList(0, partings.size() - 1);
            next.absence = null;
        });
    }

    /** Its step is done, and can be undone. */
    Ticket passed() {
        List<String> longer = new ArrayList<>(trail);
        longer.add(step);
        return changed(next -> next.trail = List.copyOf(longer));
    }

    /** For the step to be undone first, because this one gave up. There must be one. */
    Ticket undo(String cause) {
        return changed(next -> next.undoing = new Undoing(step, Causes.cut(cause)))
                .undoNext();
    }

    /** For the step to be undone next. There must be one. */
    Ticket undoNext() {
        int last = trail.size() - 1;
        return to(trail.get(last), true).changed(next -> {
            next.trail = trail.subList(0, last);
            next.deadline = null;
        });
    }

    /** For the same step once more. */
    Ticket again(int nextAttempt) {
        return changed(next -> {
            next.seq = seq + 1;
            next.attempt = nextAttempt;
            next.passes = passes + 1;
        });
    }

    /** The same as if it came to its step in that pass. */
    Ticket at(int otherSeq) {
        return changed(next -> {
            next.seq = otherSeq;
            next.arrival = otherSeq;
        });
    }

    /**
     * Of a job that an operator takes up again: as if it had just come there. Between the pass that gave up and the next is the event
     * that tells who took it up, see {@link #takenUp()}.
     *
     * @param nextStep null for the start of the flow
     */
    Ticket from(String nextStep) {
        return changed(next -> {
            next.step = nextStep;
            next.seq = seq + 1;
            next.arrival = seq + 1;
            next.attempt = 1;
            next.passes = 0;
            next.deadline = null;
        });
    }

    /** The same on another version of its flow. */
    Ticket in(String newVersion) {
        return changed(next -> next.version = newVersion);
    }

    /** The same at the start of its flow: what it did before stands, and is done again. */
    Ticket afresh() {
        return changed(next -> {
            next.trail = List.of();
            next.undoing = null;
            next.absence = null;
        });
    }

    /** Of what an operator does with a job that gave up. */
    Ticket takenUp() {
        return changed(next -> next.seq = seq + 1);
    }

    /** Names the dead letter that it becomes if it gives up now. */
    String letterId() {
        return job + branch + "-" + seq;
    }

    /** The same with another deadline, null for none. */
    Ticket withDeadline(Instant newDeadline) {
        return changed(next -> next.deadline = newDeadline);
    }

    /** @param newParent or null */
    Ticket withParent(String newParent, int newPasses) {
        return changed(next -> {
            next.parent = newParent;
            next.passes = newPasses;
        });
    }

    /** @param newReplyTo null if nobody waits */
    Ticket withAnswerTo(String newReplyTo, String newReplyId) {
        return changed(next -> {
            next.replyTo = newReplyTo;
            next.replyId = newReplyTo == null ? null : newReplyId;
        });
    }

    Ticket withBranch(String newBranch) {
        return changed(next -> next.branch = newBranch);
    }

    private Ticket changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.finished(this);
    }

    /** What of a ticket can be changed. */
    private static final class Draft {

        private String version;
        private String parent;
        private String step;
        private String branch;
        private int seq;
        private int arrival;
        private int attempt;
        private int passes;
        private String replyTo;
        private String replyId;
        private Instant deadline;
        private List<String> trail;
        private Undoing undoing;
        private List<Parting> partings;
        private Absence absence;

        Draft(Ticket from) {
            version = from.version;
            parent = from.parent;
            step = from.step;
            branch = from.branch;
            seq = from.seq;
            arrival = from.arrival;
            attempt = from.attempt;
            passes = from.passes;
            replyTo = from.replyTo;
            replyId = from.replyId;
            deadline = from.deadline;
            trail = from.trail;
            undoing = from.undoing;
            partings = from.partings;
            absence = from.absence;
        }

        Ticket finished(Ticket from) {
            return new Ticket(
                    from.job, from.flow, version, parent, step, branch, seq, arrival, attempt, passes, replyTo, replyId,
                    deadline, trail, undoing, partings, absence);
        }
    }
}
