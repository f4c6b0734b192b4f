package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;

/** The server has answered with a problem (RFC 9457). */
public final class ServerProblem extends CommandException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient JsonNode problem;

    public ServerProblem(int status, JsonNode problem) {
        super(words(status, problem));
        this.status = status;
        this.problem = problem;
    }

    /** The HTTP status. */
    public int status() {
        return status;
    }

    /** A member of the problem beyond the standard ones; a missing node if it has none of that name. */
    public JsonNode member(String name) {
        return problem == null ? MissingNode.getInstance() : problem.path(name);
    }

    private static String words(int status, JsonNode problem) {
        String detail = problem.path("detail").asText(problem.path("title").asText("the server answered " + status));
        String code = problem.path("code").asText("");
        return code.isEmpty() || detail.startsWith(code) ? detail : code + " " + detail;
    }
}
