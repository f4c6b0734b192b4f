package org.renkei.routes.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.error.ErrorCode;
import org.renkei.routes.component.Outbox;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;
import org.renkei.tracking.join.Gathered;
import org.renkei.tracking.join.JoinKey;
import org.renkei.tracking.join.JoinPart;
import org.renkei.tracking.join.JoinWait;
import org.renkei.tracking.join.Withdrawn;
import org.renkei.tracking.journey.Place;
import org.renkei.tracking.journey.StepOutcome;

/**
 * The copies of a job that come to a step with a join (B4). Each is kept until the last has come, which makes one job of them all; if
 * one gave up, or the time is over, that job gives up. What is kept is on disk before the copy leaves its channel, and a copy that comes
 * once more after a crash is the same copy. Thread-safe.
 */
final class Gathering {
    /** Nobody's number. */
    private static final int NO_COPY = 0;

    private final Flow flow;
    private final Step step;
    private final Surroundings surroundings;
    private final JoinedJob joinedJob;
    private final Compensation compensation;
    private final JobEnd end;

    Gathering(Flow flow, Step step, Surroundings surroundings) {
        this.flow = flow;
        this.step = step;
        this.surroundings = surroundings;
        this.joinedJob = new JoinedJob(flow, step, surroundings);
        this.compensation = new Compensation(flow, surroundings);
        this.end = new JobEnd(flow, surroundings);
    }

    /** True if this copy is awaited here. */
    boolean isFor(Ticket ticket) {
        return ticket.parting() != null && ticket.parting().join().equals(step.name()) && ticket.undoing() == null;
    }

    /** @throws org.renkei.database.DatabaseException if the tracking database, where copies are kept, is away */
    void gather(Pass pass, Outbox outbox) {
        Ticket ticket = pass.ticket();
        Parting parting = ticket.parting();
        JoinWait wait = new JoinWait(
                flow.name(),
                flow.version(),
                step.name(),
                step.channel(),
                parting.copies(),
                surroundings.node(),
                dueAt(ticket));
        JoinPart part =
                new JoinPart(parting.number(), ticket.branch(), ticket.seq(), KeptMessage.write(pass.message()));
        Optional<Gathered> gathered = surroundings.joins().arrive(key(ticket), wait, part);
        if (gathered.isEmpty()) {
            late(pass, outbox);
        } else if (gathered.get().closed()) {
            carryOn(gathered.get().parts(), parting.number(), outbox);
        } else {
            String came = gathered.get().count() + " of " + parting.copies() + " copies came";
            track(pass, StepOutcome.WAITING, came, List.of(here(ticket)), outbox);
        }
    }

    private static JoinKey key(Ticket ticket) {
        Parting parting = ticket.parting();
        return new JoinKey(ticket.job(), parting.branch(), parting.seq());
    }

    private Instant dueAt(Ticket ticket) {
        Instant due = surroundings.now().plus(step.join().timeout());
        return ticket.deadline() != null && ticket.deadline().isBefore(due) ? ticket.deadline() : due;
    }

    /** One of its joins has waited long enough. */
    void over(ChannelMessage message, Outbox outbox) {
        surroundings
                .joins()
                .giveUp(JoinOver.key(message), JoinOver.sender(message), surroundings.node())
                .ifPresent(came -> carryOn(came.parts(), NO_COPY, outbox));
    }

    /** The message gives up that said so: what came of the join must not be made again, and each copy is a dead letter of its own. */
    void overGaveUp(ChannelMessage message, String reason, Outbox outbox) {
        Withdrawn back = surroundings.joins().withdraw(JoinOver.key(message), JoinOver.sender(message));
        passes(back.parts(), NO_COPY).forEach(copy -> end.failed(copy, reason, outbox));
    }

    /** A copy gives up that is awaited here, and may have come: it was in hand at many crashes, for example. */
    void gaveUp(Pass pass, String reason, Outbox outbox) {
        int number = pass.ticket().parting().number();
        Withdrawn withdrawn = surroundings.joins().withdraw(key(pass.ticket()), number);
        switch (withdrawn.how()) {
            case NOT_THERE -> compensation.gaveUp(pass, reason, outbox);
            case GONE_ON -> track(pass, StepOutcome.WAITING, reason, List.of(here(pass.ticket())), outbox);
            case GIVEN_BACK -> passes(withdrawn.parts(), number).forEach(copy -> end.failed(copy, reason, outbox));
        }
    }

    private Place here(Ticket ticket) {
        return new Place(ticket.branch(), step.name(), step.channel(), false);
    }

    private void late(Pass pass, Outbox outbox) {
        String reason = ErrorCode.JOIN_INCOMPLETE + " came after the join of step " + step.name() + " had given up";
        if (pass.ticket().absence() != null) {
            track(pass, StepOutcome.DONE, null, List.of(), outbox);
            end.tellFailure(pass, reason, outbox);
        } else if (pass.ticket().trail().isEmpty()) {
            end.failed(pass, reason, outbox);
        } else {
            compensation.gaveUp(pass, reason, outbox);
        }
    }

    private List<Pass> passes(List<JoinPart> parts, int closer) {
        List<Pass> came = new ArrayList<>();
        for (JoinPart part : parts) {
            Pass kept = joinedJob.pass(KeptMessage.read(part.message()));
            Ticket ticket = kept.ticket();
            came.add(part.number() == closer ? kept : kept.with(ticket.at(ticket.seq() + 1)));
        }
        return came;
    }

    /** @param closer the number of the copy in hand, whose event is still to be written */
    private void carryOn(List<JoinPart> parts, int closer, Outbox outbox) {
        if (parts.isEmpty()) {
            // The only one that had come gave up after all.
            return;
        }
        List<Pass> came = passes(parts, closer);
        // The joined job counts on from the highest number that one of its copies has had.
        Pass last = came.stream()
                .max(Comparator.comparingInt(pass -> pass.ticket().seq()))
                .orElseThrow();
        Ticket joined = JoinedJob.ticket(came, last.ticket());
        for (Pass pass : came) {
            List<Place> next = pass == last ? List.of(surroundings.place(joined, step.channel())) : List.of();
            track(pass, StepOutcome.DONE, null, next, outbox);
        }
        joinedJob.goOn(joined, came, outbox);
    }

    private void track(Pass pass, StepOutcome outcome, String told, List<Place> next, Outbox outbox) {
        surroundings.track(pass, outcome, told, next, outbox);
    }
}
