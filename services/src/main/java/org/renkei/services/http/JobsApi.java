package org.renkei.services.http;

import io.javalin.http.Context;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyCursor;
import org.renkei.tracking.journey.JourneyQuery;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.Journeys;
import org.renkei.tracking.journey.StepEvent;

/** {@code /jobs}: where a job is and what happened to it (D8). */
final class JobsApi {
    private final Journeys journeys;
    private final Clock clock;
    /** So that those who bring events into the database find a connection. */
    private final Expensive searching = new Expensive();

    JobsApi(Journeys journeys, Clock clock) {
        this.journeys = journeys;
        this.clock = clock;
    }

    void addTo(Operations operations) {
        operations.answer("searchJobs", request -> searching.answer(() -> search(request)));
        operations.answer(
                "countJobs",
                request -> searching
                        .answerRoughly(request, Counts.class, () -> counts(request))
                        .counts());
        operations.answer("showJob", this::show);
    }

    private Page search(Context request) {
        JourneyQuery query = query(request);
        List<Journey> found = journeys.search(query);
        boolean full = found.size() == query.limit();
        return new Page(found, full ? found.get(found.size() - 1).cursor().toString() : null);
    }

    private JourneyQuery query(Context request) {
        JourneyQuery.Builder query = JourneyQuery.builder()
                .job(Parameters.text(request, "job").orElse(null))
                .correlationId(Parameters.text(request, "correlation").orElse(null))
                .flow(Parameters.text(request, "flow").orElse(null))
                .step(Parameters.text(request, "step").orElse(null))
                .state(Parameters.choice(request, "state", JourneyState.class).orElse(null))
                .since(Parameters.moment(request, "since", clock).orElse(null))
                .until(Parameters.moment(request, "until", clock).orElse(null))
                .error(Parameters.text(request, "error").orElse(null));
        request.queryParams("item").forEach(item -> addItem(query, item));
        try {
            Parameters.text(request, "after").map(JourneyCursor::parse).ifPresent(query::after);
            Parameters.text(request, "limit").map(Integer::valueOf).ifPresent(query::limit);
            return query.build();
        } catch (IllegalArgumentException e) {
            throw Refused.badRequest(e.getMessage());
        }
    }

    private static void addItem(JourneyQuery.Builder query, String item) {
        int colon = item.indexOf(':');
        if (colon < 1) {
            throw Refused.badRequest("item must be NAME:VALUE, was '" + item + "'");
        }
        query.item(item.substring(0, colon), item.substring(colon + 1));
    }

    private Counts counts(Context request) {
        return new Counts(journeys.countByState(Parameters.text(request, "flow").orElse(null)));
    }

    private Whole show(Context request) {
        String job = request.pathParam("id");
        Optional<Journey> journey = journeys.find(job);
        return new Whole(
                journey.orElseThrow(() -> Refused.notFound("tracking does not know job '" + job
                        + "': it may be on its way there, or older than what is kept")),
                journeys.steps(job));
    }

    /** @param next where the following page begins; null if this one is the last */
    private record Page(List<Journey> jobs, String next) {}

    private record Whole(Journey journey, List<StepEvent> steps) {}

    private record Counts(Map<JourneyState, Long> counts) {}
}
