package org.renkei.routes.engine;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.DatabaseException;
import org.renkei.routes.flow.Flow;
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
    private static final long EVERY_SECONDS = 1;
    private static final long LONGEST_END_SECONDS = 5;

    private final Map<String, Flow> flows;
    private final Surroundings surroundings;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread made = new Thread(task, "renkei-join-sweep");
        made.setDaemon(true);
        return made;
    });

    JoinSweep(Map<String, Flow> flows, Surroundings surroundings) {
        this.flows = flows;
        this.surroundings = surroundings;
    }

    void start() {
        boolean joins =
                flows.values().stream().flatMap(flow -> flow.steps().stream()).anyMatch(step -> step.join() != null);
        if (joins) {
            thread.scheduleWithFixedDelay(this::sweep, EVERY_SECONDS, EVERY_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void sweep() {
        if (!surroundings.trackingIsWell().getAsBoolean()) {
            return;
        }
        try {
            for (DueJoin due : surroundings.joins().due(MOST_AT_ONCE)) {
                tell(due);
            }
            surroundings.joins().tidy();
        } catch (DatabaseException | RenkeiException e) {
            log.atWarn().addKeyValue("cause", e.getMessage()).log("overdue joins could not be ended, tried again");
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("ending overdue joins failed by an error that nobody expected, tried again");
        }
    }

    private void tell(DueJoin due) {
        Flow flow = flows.get(due.waiting().flow());
        boolean ours = flow != null
                && flow.step(due.waiting().step())
                        .filter(step -> step.channel().equals(due.waiting().channel()))
                        .isPresent();
        if (ours) {
            ChannelMessage message = KeptMessage.read(due.part().message());
            Map<String, Object> properties = new HashMap<>(message.properties());
            properties.put(Gathering.OVER, UUID.randomUUID().toString());
            surroundings.channels().send(due.waiting().channel(), message.withProperties(properties));
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            thread.awaitTermination(LONGEST_END_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
