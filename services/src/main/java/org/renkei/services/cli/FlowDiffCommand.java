package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Compares two versions of a flow (B2). */
@Command(
        name = "diff",
        description = "Show what differs between two versions of a flow.",
        footer = {
            "",
            "Examples:",
            "  ./renkei flow diff orders                     # the one before the present one, and that",
            "  ./renkei flow diff orders 0d4f2c11            # that one, and the present one",
            "  ./renkei flow diff orders 0d4f2c11 9be01a47"
        })
final class FlowDiffCommand extends Verb {
    private static final int CONTEXT_LINES = 3;

    @Parameters(index = "0", paramLabel = "FLOW", description = "Its name.")
    private String flow;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "FROM",
            description = "A version. Default: the last one before.")
    private String from;

    @Parameters(index = "2", arity = "0..1", paramLabel = "TO", description = "A version. Default: the present one.")
    private String to;

    @Override
    public Integer call() {
        ServerConnection server = server();
        JsonNode versions = server.get("/flows/" + ServerConnection.segment(flow) + "/versions")
                .path("versions");
        String older = from != null ? from : version(versions, false);
        String newer = to != null ? to : version(versions, true);
        List<String> before = lines(server, older);
        List<String> after = lines(server, newer);
        UnifiedDiffUtils.generateUnifiedDiff(
                        flow + " " + older, flow + " " + newer, before, DiffUtils.diff(before, after), CONTEXT_LINES)
                .forEach(out()::println);
        return ExitCode.DONE;
    }

    private String version(JsonNode versions, boolean present) {
        for (JsonNode version : versions) {
            if (version.path("present").asBoolean() == present) {
                return version.path("version").asText();
            }
        }
        throw new CommandException("flow " + flow + " has no version but the present one");
    }

    private List<String> lines(ServerConnection server, String version) {
        return server.text("/flows/" + ServerConnection.segment(flow) + "/source"
                        + ServerConnection.query(Map.of("version", version)))
                .lines()
                .toList();
    }
}
