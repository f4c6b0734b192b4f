package org.renkei.routes.flow;

import java.util.List;
import java.util.stream.Stream;

/**
 * One application with its input channel.
 *
 * @param name unique in its flow
 * @param channel belongs to this step alone
 * @param application what it calls
 * @param retry what follows an exception
 * @param timeout how long a job may take here; null for any time
 * @param fallback the step where a job goes while the channel that it should go to refuses (B5); null: it waits here
 * @param undo what undoes it when a later step gives up (C2); null: nothing does
 * @param join that it waits for all copies of a job (B4); null: it takes each as it comes
 * @param next where the job goes when the step is done; a copy to each that holds (B4); never empty
 */
public record Step(
        String name,
        String channel,
        ApplicationRef application,
        RetryPolicy retry,
        Timeout timeout,
        String fallback,
        Undo undo,
        Join join,
        List<Route> next) {

    /** What it calls, and what undoes that. */
    Stream<ApplicationRef> applications() {
        return undo == null ? Stream.of(application) : Stream.of(application, undo.application());
    }

    /** Where one of the routes stands in the flow's file. */
    public String pathOf(int route) {
        String path = "steps." + name + ".next";
        return next.size() == 1 ? path : path + "[" + route + "]";
    }
}
