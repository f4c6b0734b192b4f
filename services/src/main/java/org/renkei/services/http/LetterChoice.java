package org.renkei.services.http;

import io.javalin.http.Context;
import java.time.Clock;
import java.util.Arrays;
import java.util.List;
import org.renkei.routes.dead.Selection;

/**
 * Which dead letters a request means. In a query, several jobs or ids have commas between them.
 *
 * @param all true to mean every letter, when nothing else is given
 */
record LetterChoice(
        String channel,
        String flow,
        String step,
        String code,
        String error,
        List<String> jobs,
        String correlation,
        String since,
        String until,
        List<String> ids,
        boolean all) {

    static LetterChoice ofQuery(Context request) {
        return new LetterChoice(
                text(request, "channel"),
                text(request, "flow"),
                text(request, "step"),
                text(request, "code"),
                text(request, "error"),
                list(request, "jobs"),
                text(request, "correlation"),
                text(request, "since"),
                text(request, "until"),
                list(request, "ids"),
                true);
    }

    private static String text(Context request, String name) {
        return Parameters.text(request, name).orElse(null);
    }

    private static List<String> list(Context request, String name) {
        return Parameters.text(request, name)
                .map(values -> Arrays.asList(values.split(",")))
                .orElse(List.of());
    }

    /** What it means; a request that means every letter must say so. */
    Selection selection(Clock clock) {
        Selection selection = build(clock);
        if (selection.isAll() && !all) {
            throw Refused.badRequest("nothing is selected: name ids, a flow, a step, an error, …, or all");
        }
        return selection;
    }

    private Selection build(Clock clock) {
        try {
            return Selection.builder()
                    .channel(channel)
                    .flow(flow)
                    .step(step)
                    .code(code)
                    .error(error)
                    .jobs(jobs == null ? List.of() : jobs)
                    .correlationId(correlation)
                    .since(since == null ? null : Parameters.moment("since", since, clock))
                    .until(until == null ? null : Parameters.moment("until", until, clock))
                    .ids(ids == null ? List.of() : ids)
                    .build();
        } catch (IllegalArgumentException e) {
            throw Refused.badRequest(e.getMessage());
        }
    }
}
