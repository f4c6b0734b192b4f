package org.renkei.services.http;

import org.renkei.routes.engine.FlowFigures;
import org.renkei.tracking.journey.JourneyState;

/**
 * Jobs since the start, and per second over ten seconds.
 *
 * @param ended copies of jobs that came to an end, however
 * @param failed those of them that are dead letters
 */
record JobRates(double inRate, double outRate, double failedRate, long started, long ended, long failed) {

    static JobRates of(FlowFigures.Jobs jobs) {
        return new JobRates(
                jobs.startedPerSecond(),
                jobs.endedPerSecond(),
                jobs.failedPerSecond(),
                jobs.started(),
                jobs.ended().values().stream().mapToLong(Long::longValue).sum(),
                jobs.ended().getOrDefault(JourneyState.FAILED, 0L)
                        + jobs.ended().getOrDefault(JourneyState.EXPIRED, 0L));
    }
}
