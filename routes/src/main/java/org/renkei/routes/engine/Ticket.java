package org.renkei.routes.engine;

import java.time.Instant;
import java.util.function.Consumer;
import org.renkei.broker.channel.ChannelMessage;
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
        Instant deadline) {

    /** Of a job that begins. */
    static Ticket first(String job, String flow, String version) {
        return new Ticket(job, flow, version, null, null, "", 0, 0, 1, 0, null, null, null);
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
        return onward(nextStep, branch, answers);
    }

    /** The same for copy {@code number} of several, from 1. */
    Ticket toCopy(int number, String nextStep, boolean answers) {
        return onward(nextStep, branch + "." + number, answers);
    }

    private Ticket onward(String nextStep, String nextBranch, boolean answers) {
        return changed(next -> {
            next.step = nextStep;
            next.branch = nextBranch;
            next.seq = seq + 1;
            next.arrival = seq + 1;
            next.attempt = 1;
            next.passes = passes + 1;
            next.replyTo = answers ? replyTo : null;
            next.replyId = answers ? replyId : null;
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

        Draft(Ticket from) {
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
        }

        Ticket finished(Ticket from) {
            return new Ticket(
                    from.job,
                    from.flow,
                    from.version,
                    parent,
                    step,
                    branch,
                    seq,
                    arrival,
                    attempt,
                    passes,
                    replyTo,
                    replyId,
                    deadline);
        }
    }
}
