package org.renkei.services.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Takes a flow out (B2). */
@Command(
        name = "delete",
        description = "Take a flow out that has no jobs, and delete its file; its versions are kept.",
        footer = {"", "Example:", "  ./renkei flow delete orders"})
final class FlowDeleteCommand extends Verb {
    @Parameters(paramLabel = "FLOW", description = "Its name.")
    private String flow;

    @Override
    public Integer call() {
        server().delete("/flows/" + ServerConnection.segment(flow));
        out().println(flow + " is deleted");
        return ExitCode.DONE;
    }
}
