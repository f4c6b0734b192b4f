package org.renkei.routes.engine;

import java.time.Duration;
import java.util.Optional;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.DatabaseException;
import org.renkei.database.RepeatedWork;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;
import org.renkei.tracking.join.DueJoin;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks every second for joins that have waited long enough, and tells their steps by a message in the step's own channel. Told twice
 * does no harm.
 */
final class JoinSweep implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JoinSweep.class);
    private static final int MOST_AT_ONCE = 100;
    private static final Duration EVERY = Duration.ofSeconds(1);

    /** So long the step has to hear of it, before it is told again. */
    private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);

    /** So long another node has, which may have died. */
    private static final Duration LEFT_TO_OTHERS = Duration.ofMinutes(5);

    private final FlowDeployment flows;
    private final Applications applications;
    private final Surroundings surroundings;
    private final RepeatedWork rounds = new RepeatedWork("renkei-join-sweep", this::sweep);

    JoinSweep(FlowDeployment flows, Applications applications, Surroundings surroundings) {
        this.flows = flows;
        this.applications = applications;
        this.surroundings = surroundings;
    }

    void start() {
        rounds.start(EVERY, EVERY);
    }

    private void sweep() {
        if (!surroundings.trackingIsWell().getAsBoolean()) {
            return;
        }
        try {
            surroundings
                    .joins()
                    .due(surroundings.node(), LEFT_TO_OTHERS, MOST_AT_ONCE)
                    .forEach(this::tell);
            surroundings.joins().tidy();
        } catch (DatabaseException e) {
            log.atWarn().addKeyValue("cause", e.getMessage()).log("overdue joins cannot be looked for, tried again");
        }
    }

    private void tell(DueJoin due) {
        surroundings.joins().postpone(due.key(), TOLD_AGAIN);
        Optional<Flow> flow = flows.flowOf(due.waiting().flow(), due.waiting().version());
        Optional<Step> step =
                flow.flatMap(found -> found.step(due.waiting().step())).filter(found -> found.join() != null);
        if (step.isEmpty()) {
            log.atWarn()
                    .addKeyValue("job", due.key().job())
                    .addKeyValue("flow", due.waiting().flow())
                    .addKeyValue("step", due.waiting().step())
                    .log("copies of a job wait in a join that is there no more: deploy that version again");
            return;
        }
        if (applications.switchOf(flow.get(), step.get()).getAsBoolean()) {
            // Copies that wait before it came in time: they must not be overtaken, nor the channel be filled.
            return;
        }
        try {
            surroundings.channels().send(step.get().channel(), JoinOver.message(due.key(), flow.get(), step.get()));
        } catch (RenkeiException e) {
            log.atWarn()
                    .addKeyValue("job", due.key().job())
                    .addKeyValue("channel", step.get().channel())
                    .addKeyValue("cause", e.getMessage())
                    .log("an overdue join could not be told, tried again");
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
