package org.renkei.routes.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /**
     * Sends it to the step, or, if copies are missing that should be there, lets it give up.
     *
     * @param overdue true if the time of the join was over before all had come
     */
    void goOn(Ticket ticket, List<Pass> came, boolean overdue, Outbox outbox) {
        List<ChannelMessage> present = came.stream()
                .filter(pass -> pass.ticket().absence() == null)
                .map(Pass::message)
                .toList();
        ChannelMessage first = present.isEmpty() ? came.get(0).message() : present.get(0);
        Pass joined = new Pass(ticket, first, step.channel(), step.application().toString(), surroundings.now());
        List<String> problems = problems(came, overdue);
        if (!problems.isEmpty()) {
            giveUp(joined, present, problems, came.get(0).ticket().parting().copies(), outbox);
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
            compensation.gaveUp(joined, e.getMessage(), outbox);
            return;
        }
        Ticket ticket = joined.ticket();
        outbox.send(step.channel(), timeouts.limited(joined.with(whole).onward(ticket), ticket, step));
    }

    private void giveUp(Pass joined, List<ChannelMessage> present, List<String> problems, int copies, Outbox outbox) {
        Pass whole = joined.with(asFarAsPossible(joined.message(), present));
        if (timeouts.isFlowOver(joined.ticket())) {
            timeouts.expire(whole, outbox);
            return;
        }
        String reason = ErrorCode.JOIN_INCOMPLETE + " the join of step " + step.name() + " did not get all of its "
                + copies + " copies: " + String.join("; ", problems);
        compensation.gaveUp(whole, reason, outbox);
    }

    /** So that a retry of the dead letter runs with what came. */
    private ChannelMessage asFarAsPossible(ChannelMessage first, List<ChannelMessage> present) {
        try {
            return present.isEmpty() ? first : body.of(present);
        } catch (RenkeiException notToBeJoined) {
            return first;
        }
    }

    /** None of them came, and none gave up. */
    private void ended(Pass joined, Outbox outbox) {
        List<Place> next = List.of();
        if (joined.ticket().parting() == null) {
            end.completed(joined, outbox);
        } else {
            next = List.of(joinNote.send(joined, "", outbox));
        }
        outbox.track(joined.event(StepOutcome.DONE, null, Map.of(), next, surroundings.now(), surroundings.node()));
    }

    private List<String> problems(List<Pass> came, boolean overdue) {
        List<String> problems = new ArrayList<>();
        for (Pass pass : came) {
            String absence = pass.ticket().absence();
            if (absence != null && !absence.isEmpty()) {
                problems.add("copy " + pass.ticket().parting().number() + " " + absence);
            }
        }
        if (overdue) {
            problems.add("copy " + missing(came) + " had not come after "
                    + DurationText.format(step.join().timeout()));
        }
        return problems;
    }

    private static String missing(List<Pass> came) {
        List<Integer> numbers =
                came.stream().map(pass -> pass.ticket().parting().number()).toList();
        List<String> missing = IntStream.rangeClosed(
                        1, came.get(0).ticket().parting().copies())
                .filter(number -> !numbers.contains(number))
                .mapToObj(String::valueOf)
                .toList();
        return String.join(", ", missing);
    }
}
