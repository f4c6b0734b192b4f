package org.renkei.services.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Which dead letters are meant; all of what is given must hold. */
final class LetterOptions {
    @Option(
            names = "--channel",
            paramLabel = "CHANNEL",
            description = "Lie in this channel. Default: all of dead letters.")
    private String channel;

    @Option(names = "--flow", paramLabel = "FLOW", description = "Of jobs of this flow.")
    private String flow;

    @Option(names = "--step", paramLabel = "STEP", description = "Gave up in this step.")
    private String step;

    @Option(names = "--code", paramLabel = "CODE", description = "The error's code, as RNK-3010.")
    private String code;

    @Option(names = "--error", paramLabel = "TEXT", description = "Has this in its error, in the same case of letters.")
    private String error;

    @Option(names = "--job", paramLabel = "JOB", description = "Of this job; may be given several times.")
    private List<String> jobs = List.of();

    @Option(names = "--correlation", paramLabel = "ID", description = "The producer's id.")
    private String correlation;

    @Option(names = "--since", paramLabel = "TIME", description = "Died at most so long ago (1h), or after a time.")
    private String since;

    @Option(names = "--until", paramLabel = "TIME", description = "Died at least so long ago, or before a time.")
    private String until;

    /** For a request that has it in its query. */
    Map<String, String> query(List<String> ids) {
        Map<String, String> query = new LinkedHashMap<>();
        request(ids)
                .forEach((name, value) ->
                        query.put(name, value instanceof List<?> several ? joined(several) : (String) value));
        return query;
    }

    private static String joined(List<?> several) {
        return several.isEmpty()
                ? null
                : String.join(",", several.stream().map(String::valueOf).toList());
    }

    /** For a request that has it in its body. */
    Map<String, Object> request(List<String> ids) {
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("channel", channel);
        request.put("flow", flow);
        request.put("step", step);
        request.put("code", code);
        request.put("error", error);
        request.put("jobs", jobs);
        request.put("correlation", correlation);
        request.put("since", since);
        request.put("until", until);
        request.put("ids", ids);
        return request;
    }

    /** True if nothing is given. */
    boolean isEmpty() {
        return jobs.isEmpty()
                && request(List.of()).values().stream().allMatch(value -> value == null || value instanceof List<?>);
    }
}
