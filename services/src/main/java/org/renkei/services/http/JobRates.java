package org.renkei.services.http;

import org.renkei.routes.engine.FlowFigures;

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
                jobs.endedTotal(),
                jobs.failedTotal());
    }
}
