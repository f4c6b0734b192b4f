package org.renkei.routes.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.config.DurationText;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.component.Outbox;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;
import org.renkei.tracking.journey.Place;
import org.renkei.tracking.journey.StepOutcome;

/** The one job that copies become in a join, and what becomes of it. Thread-safe. */
final class JoinedJob {
    private final Step step;
    private final Surroundings surroundings;
    private final Timeouts timeouts;
    private final Compensation compensation;
    private final JobEnd end;
    private final JoinNote joinNote;
    private final JoinedBody body;

    JoinedJob(Flow flow, Step step, Surroundings surroundings) {
        this.step = step;
        this.surroundings = surroundings;
        this.timeouts = new Timeouts(flow, surroundings);
        this.compensation = new Compensation(flow, surroundings);
        this.end = new JobEnd(flow, surroundings);
        this.joinNote = new JoinNote(flow, surroundings);
        this.body = new JoinedBody(step.join().body());
    }

    /** One copy's pass through the join. */
    Pass pass(ChannelMessage copy) {
        return new Pass(Ticket.of(copy), copy, step.channel(), null, surroundings.now());
    }

    /**
     * Its ticket: it has passed what the job before and all copies have, and answers if one of them was to.
     *
     * @param last that of the copy with the highest number of its event
     */
    static Ticket ticket(List<Pass> came, Ticket last) {
        List<String> trail = new ArrayList<>(last.parting().trail());
        came.forEach(pass -> trail.addAll(pass.ticket().trail()));
        Ticket answering = came.stream()
                .map(Pass::ticket)
                .filter(ticket -> ticket.replyTo() != null)
                .findFirst()
                .orElse(last);
        return last.joined(last.seq() + 1, List.copyOf(trail)).withAnswerTo(answering.replyTo(), answering.replyId());
    }

    /** Sends it to the step, or, if copies are missing that should be there, lets it give up. */
    void goOn(Ticket ticket, List<Pass> came, Outbox outbox) {
        List<ChannelMessage> present = came.stream()
                .filter(pass -> pass.ticket().absence() == null)
                .map(Pass::message)
                .toList();
        ChannelMessage first = present.isEmpty() ? came.get(0).message() : present.get(0);
        Pass joined = new Pass(ticket, first, step.channel(), step.application().toString(), surroundings.now());
        List<String> problems = problems(came);
        if (!problems.isEmpty()) {
            giveUp(joined.with(asFarAsPossible(first, present)), came, problems, outbox);
        } else if (present.isEmpty()) {
            ended(joined, outbox);
        } else {
            run(joined, present, outbox);
        }
    }

    private void run(Pass joined, List<ChannelMessage> present, Outbox outbox) {
        ChannelMessage whole;
        try {
            whole = body.of(present);
        } catch (RenkeiException e) {
            compensation.gaveUp(joined.with(JoinedBody.listed(present)), e.getMessage(), outbox);
            return;
        }
        Ticket ticket = joined.ticket();
        outbox.send(step.channel(), timeouts.limited(joined.with(whole).onward(ticket), ticket, step));
    }

    private void giveUp(Pass joined, List<Pass> came, List<String> problems, Outbox outbox) {
        Ticket ticket = joined.ticket();
        boolean gaveUp = came.stream()
                .anyMatch(pass -> pass.ticket().absence() != null
                        && pass.ticket().absence().gaveUp());
        if (!gaveUp && timeouts.isFlowOver(ticket)) {
            timeouts.expire(joined, outbox);
            return;
        }
        String reason = ErrorCode.JOIN_INCOMPLETE + " the join of step " + step.name() + " did not get all of its "
                + came.get(0).ticket().parting().copies() + " copies: " + String.join("; ", problems);
        boolean undone = came.stream()
                .anyMatch(pass -> pass.ticket().absence() != null
                        && pass.ticket().absence().undone());
        if (undone && ticket.trail().isEmpty()) {
            compensation.undoneAlready(joined, reason, outbox);
        } else {
            compensation.gaveUp(joined, reason, outbox);
        }
    }

    /** So that a retry of the dead letter runs with what came. */
    private ChannelMessage asFarAsPossible(ChannelMessage first, List<ChannelMessage> present) {
        try {
            return present.isEmpty() ? first : body.of(present);
        } catch (RenkeiException notToBeJoined) {
            return JoinedBody.listed(present);
        }
    }

    /** None of them came, and none gave up. */
    private void ended(Pass joined, Outbox outbox) {
        List<Place> next = List.of();
        if (joinNote.isAwaited(joined.ticket())) {
            next = List.of(joinNote.send(joined, Absence.ENDED, outbox));
        } else {
            end.completed(joined, outbox);
        }
        surroundings.track(joined, StepOutcome.DONE, null, next, outbox);
    }

    private List<String> problems(List<Pass> came) {
        List<String> problems = new ArrayList<>();
        for (Pass pass : came) {
            Absence absence = pass.ticket().absence();
            if (absence != null && absence.gaveUp()) {
                problems.add("copy " + pass.ticket().parting().number() + " " + absence.reason());
            }
        }
        List<String> missing = missing(came);
        if (!missing.isEmpty()) {
            problems.add("copy " + String.join(", ", missing) + " had not come after "
                    + DurationText.format(step.join().timeout()));
        }
        return problems;
    }

    private static List<String> missing(List<Pass> came) {
        List<Integer> numbers =
                came.stream().map(pass -> pass.ticket().parting().number()).toList();
        return IntStream.rangeClosed(1, came.get(0).ticket().parting().copies())
                .filter(number -> !numbers.contains(number))
                .mapToObj(String::valueOf)
                .toList();
    }
}
