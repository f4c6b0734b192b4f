package org.renkei.services.http;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;

/**
 * A flow as the console writes it, with its figures.
 *
 * @param start its start channel
 * @param blocked why its producers are refused; null if they are not
 */
record FlowView(
        String name,
        String version,
        String file,
        String start,
        ChannelView startChannel,
        String blocked,
        String deadLetter,
        int passes,
        Map<String, String> record,
        JobRates jobs,
        List<StepView> steps,
        List<Arrow> arrows) {

    /**
     * A way from a step to another.
     *
     * @param from null for the start
     * @param to a step, {@code end}, {@code flow:NAME}, or {@code dead letters}
     * @param label the condition; null if there is none
     * @param kind next, fallback, timeout, undo or dead
     * @param count messages since the start of the system
     */
    record Arrow(String from, String to, String label, String kind, long count) {
        Arrow counted(long messages) {
            return new Arrow(from, to, label, kind, messages);
        }
    }

    /** A flow in one line of a list. @param waiting messages in its channels */
    record Summary(
            String name,
            String version,
            String start,
            int steps,
            List<String> channels,
            String blocked,
            long waiting,
            double inRate,
            double outRate,
            double failedRate,
            long started,
            long ended,
            long failed) {

        static Summary of(Flow flow, String blocked, long waiting, JobRates jobs) {
            return new Summary(
                    flow.name(),
                    flow.version(),
                    flow.start(),
                    flow.steps().size(),
                    FlowView.channelsOf(flow),
                    blocked,
                    waiting,
                    jobs.inRate(),
                    jobs.outRate(),
                    jobs.failedRate(),
                    jobs.started(),
                    jobs.ended(),
                    jobs.failed());
        }
    }

    /** Its start channel, and one for each step. */
    static List<String> channelsOf(Flow flow) {
        return Stream.concat(Stream.of(flow.start()), flow.steps().stream().map(Step::channel))
                .toList();
    }
}
