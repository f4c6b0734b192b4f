package org.renkei.tracking.journey;

import java.time.Instant;
import java.util.Map;

/**
 * How events make a journey, one at a time and in their order.
 *
 * <p>Its end is found by counting: each event takes one message off the way and puts {@code next} onto it, and when none is left the
 * job has ended. A sum does not depend on the order of its parts, so that an event that comes late does no harm. If the start was
 * not seen, the sum lacks its greatest part; then each event is taken to prove that at least one message was on its way.
 */
final class JourneyFold {

    private final String job;
    /** The passes of this job that ended badly and were not followed by another. */
    private final Map<EventKey, StepOutcome> badEnds;

    private final StepEvent first;
    private final Journey before;

    private JourneyState state;
    private String step;
    private String channel;
    private int open;
    private int balance;
    private int failed;
    private int expired;
    private int lost;
    private int compensated;
    private int cancelled;
    private int redelivered;
    private int attempts;
    private boolean partial;
    private String error;
    private Instant updatedAt;

    private JourneyFold(
            String job, StepEvent first, Journey before, Map<EventKey, StepOutcome> badEnds, boolean partial) {
        this.job = job;
        this.first = first;
        this.before = before;
        this.badEnds = badEnds;
        this.partial = partial;
    }

    /** Of a job that the database does not know. */
    static JourneyFold unknown(StepEvent first, Map<EventKey, StepOutcome> badEnds) {
        JourneyFold fold = new JourneyFold(first.job(), first, null, badEnds, !first.isStart());
        fold.updatedAt = first.endedAt();
        return fold;
    }

    /** Of a job that the database knows. */
    static JourneyFold known(Journey journey, Map<EventKey, StepOutcome> badEnds) {
        JourneyFold fold = new JourneyFold(journey.job(), null, journey, badEnds, journey.partial());
        fold.state = journey.state();
        fold.step = journey.step();
        fold.channel = journey.channel();
        fold.open = journey.open();
        fold.balance = journey.balance();
        fold.failed = journey.failed();
        fold.expired = journey.expired();
        fold.lost = journey.lost();
        fold.compensated = journey.compensated();
        fold.cancelled = journey.cancelled();
        fold.redelivered = journey.redelivered();
        fold.attempts = journey.attempts();
        fold.error = journey.error();
        fold.updatedAt = journey.updatedAt();
        return fold;
    }

    JourneyFold add(StepEvent event) {
        if (event.outcome() == StepOutcome.DUPLICATE) {
            return this;
        }
        countOpen(event);
        countOutcome(event);
        moveTo(event);
        redelivered += event.redelivered() ? 1 : 0;
        tellError(event);
        updatedAt = event.endedAt().isAfter(updatedAt) ? event.endedAt() : updatedAt;
        state = stateNow();
        return this;
    }

    private void countOpen(StepEvent event) {
        // Taking up a message again puts one onto the way without an event.
        int takenUp = forgetBadEnd(event) ? 1 : 0;
        balance += event.delta() + takenUp;
        partial = partial && !event.isStart();
        open = partial ? Math.max(open + takenUp, 1) + event.delta() : Math.max(balance, 0);
    }

    private boolean forgetBadEnd(StepEvent event) {
        StepOutcome end =
                badEnds.isEmpty() ? null : badEnds.remove(EventKey.of(event).previous());
        count(end, -1);
        return end != null;
    }

    private void countOutcome(StepEvent event) {
        StepOutcome outcome = event.outcome();
        attempts += event.isStart() || !isRun(outcome) || event.application() == null ? 0 : 1;
        if (event.next().isEmpty() && count(outcome, 1)) {
            badEnds.put(EventKey.of(event), outcome);
        }
    }

    private static boolean isRun(StepOutcome outcome) {
        return outcome == StepOutcome.DONE
                || outcome == StepOutcome.AGAIN
                || outcome == StepOutcome.FAILED
                || outcome == StepOutcome.UNDONE;
    }

    /** An operator has sent it on its way again: nothing ran, and nothing went wrong. */
    private static boolean isTakenUp(StepEvent event) {
        return event.outcome() == StepOutcome.AGAIN && event.application() == null;
    }

    private boolean count(StepOutcome outcome, int change) {
        failed += outcome == StepOutcome.FAILED ? change : 0;
        expired += outcome == StepOutcome.EXPIRED ? change : 0;
        lost += outcome == StepOutcome.LOST ? change : 0;
        compensated += outcome == StepOutcome.UNDONE ? change : 0;
        cancelled += outcome == StepOutcome.CANCELLED ? change : 0;
        return outcome == StepOutcome.FAILED || outcome == StepOutcome.EXPIRED || outcome == StepOutcome.LOST;
    }

    /** The last error is told, except that one which ended a branch is not overwritten by one that was overcome. */
    private void tellError(StepEvent event) {
        boolean tells = event.error() != null && event.outcome() != StepOutcome.WAITING && !isTakenUp(event);
        if (tells && (event.outcome() == StepOutcome.FAILED || failed == 0)) {
            error = event.error();
        }
    }

    private void moveTo(StepEvent event) {
        if (!event.next().isEmpty()) {
            step = event.next().get(0).step();
            channel = event.next().get(0).channel();
        } else if (event.outcome() != StepOutcome.DONE || failed + expired + lost == 0) {
            step = event.step();
            channel = event.channel();
        }
    }

    private JourneyState stateNow() {
        if (open > 0) {
            return JourneyState.RUNNING;
        }
        if (failed > 0) {
            return JourneyState.FAILED;
        }
        if (expired > 0) {
            return JourneyState.EXPIRED;
        }
        if (lost > 0) {
            return JourneyState.LOST;
        }
        if (cancelled > 0) {
            return JourneyState.CANCELLED;
        }
        return compensated > 0 ? JourneyState.COMPENSATED : JourneyState.COMPLETED;
    }

    Journey result() {
        Instant endedAt = state.isTerminal() ? updatedAt : null;
        return new Journey(
                job,
                before == null ? first.flow() : before.flow(),
                before == null ? first.version() : before.version(),
                before == null ? first.correlationId() : before.correlationId(),
                before == null ? first.parent() : before.parent(),
                state,
                step,
                channel,
                open,
                balance,
                failed,
                expired,
                lost,
                compensated,
                cancelled,
                redelivered,
                attempts,
                partial,
                error,
                before == null ? first.startedAt() : before.startedAt(),
                updatedAt,
                endedAt);
    }
}
