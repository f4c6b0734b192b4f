package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.renkei.tracking.journey.JourneyState;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Finds journeys, and shows one with its steps (D8). */
@Command(
        name = "track",
        description = "Find jobs, newest first, or show one with every step it took.",
        footer = {
            "",
            "Examples:",
            "  ./renkei track --correlation ORDER-0007",
            "  ./renkei track --state failed --since 1h --error 'no such article'",
            "  ./renkei track --item customer=Rikyu",
            "  ./renkei track 01997f2e-5a3c-7000-8000-2f6d1b0c9a11"
        })
final class TrackCommand extends Verb {
    @Parameters(paramLabel = "JOB", arity = "0..1", description = "Show this job and its steps.")
    private String job;

    @Option(names = "--correlation", paramLabel = "ID", description = "The producer's id.")
    private String correlation;

    @Option(names = "--flow", paramLabel = "FLOW", description = "The flow's name.")
    private String flow;

    @Option(names = "--step", paramLabel = "STEP", description = "Where the job is, or ended.")
    private String step;

    @Option(names = "--state", paramLabel = "STATE", description = "One of: ${COMPLETION-CANDIDATES}.")
    private JourneyState state;

    @Option(names = "--since", paramLabel = "TIME", description = "Started at most so long ago (1h), or after a time.")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Started at least so long ago, or before a time.")
    private String until;

    @Option(names = "--error", paramLabel = "TEXT", description = "Has this in its error.")
    private String error;

    @Option(names = "--item", paramLabel = "NAME=VALUE", description = "Has recorded exactly this.")
    private String item;

    @Option(names = "--limit", paramLabel = "N", defaultValue = "20", description = "At most so many. Default: 20.")
    private int limit;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode found =
                job == null ? server().get("/jobs", query()) : server().get("/jobs/" + ServerConnection.segment(job));
        if (json) {
            printJson(job == null ? found.path("jobs") : found);
        } else if (job == null) {
            printList(found);
        } else {
            new JourneyReport(found).print(out());
        }
        return ExitCode.DONE;
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("correlation", correlation);
        query.put("flow", flow);
        query.put("step", step);
        query.put("state", state == null ? null : state.name());
        query.put("since", since);
        query.put("until", until);
        query.put("error", error);
        query.put("item", item == null ? null : item.replaceFirst("=", ":"));
        query.put("limit", Integer.toString(limit));
        return query;
    }

    private void printList(JsonNode found) {
        JsonNode jobs = found.path("jobs");
        if (jobs.isEmpty()) {
            out().println("no such job");
        } else if (jobs.size() == 1 && correlation != null) {
            JsonNode only = server().get("/jobs/"
                    + ServerConnection.segment(jobs.get(0).path("job").asText()));
            new JourneyReport(only).print(out());
        } else {
            JourneyReport.table(jobs).print(out());
            if (found.path("next").isTextual()) {
                out().println("and more: raise --limit, or narrow the search");
            }
        }
    }
}
