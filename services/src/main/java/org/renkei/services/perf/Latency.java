package org.renkei.services.perf;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The time from the planned instant of a message to its reply, of a flow beside bare JMS at the same rates.
 *
 * @param flow its name
 * @param bare the name of what it is compared with: the same hops
 * @param capacityPerSecond the rate of the flow that the loads are a share of
 */
record Latency(String flow, String bare, double capacityPerSecond, List<Load> loads) {

    /**
     * @param percent of capacity
     * @param milliseconds by the name of the flow and of bare JMS
     * @param p99Ratio of the flow to bare JMS, round by round
     */
    record Load(int percent, double offeredPerSecond, Map<String, Percentiles> milliseconds, Spread p99Ratio) {}

    /**
     * @param messages that were recorded
     * @param keptUp false if replies came ever later: then the times tell only that this rate is too much
     */
    record Percentiles(
            double p50,
            double p90,
            double p99,
            @JsonProperty("p99.9") double p999,
            double max,
            long messages,
            boolean keptUp) {

        static Percentiles of(Histogram micros, boolean keptUp) {
            return new Percentiles(
                    milliseconds(micros, 50),
                    milliseconds(micros, 90),
                    milliseconds(micros, 99),
                    milliseconds(micros, 99.9),
                    micros.getMaxValue() / 1e3,
                    micros.getTotalCount(),
                    keptUp);
        }

        private static double milliseconds(Histogram micros, double percentile) {
            return micros.getValueAtPercentile(percentile) / 1e3;
        }
    }
}
