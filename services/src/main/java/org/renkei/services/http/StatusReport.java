package org.renkei.services.http;

import java.time.Instant;
import java.util.List;
import org.renkei.services.lifecycle.LifecycleState;
import org.renkei.services.lifecycle.StageReport;
import org.renkei.services.lifecycle.StopProgress;
import org.renkei.services.lifecycle.StopRefusal;

/**
 * What {@code status} shows.
 *
 * @param recovery what the start found of the run before (D6)
 * @param problems what does not work as it should, one sentence each
 * @param stopping null if no stop is under way
 * @param lastStopRefusal null if none was refused
 */
public record StatusReport(
        String home,
        String node,
        long pid,
        LifecycleState state,
        Instant startedAt,
        long uptimeSeconds,
        List<StageReport> stages,
        Ports ports,
        RecoveryReport recovery,
        List<String> problems,
        StopProgress stopping,
        StopRefusal lastStopRefusal) {

    /** The ports that are listened on. */
    public record Ports(int core, int amqp, int http) {}

    /**
     * What the start found of the run before.
     *
     * @param found messages that lay in durable channels
     * @param inHand of these, messages that were in hand when the process ended without a stop
     * @param redelivered messages that were handed out again since
     * @param lost jobs of volatile channels, now tracked as LOST
     */
    public record RecoveryReport(long found, long inHand, long redelivered, long lost) {}
}
