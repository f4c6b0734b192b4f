package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Says whether it is safe to stop now (D4). */
@Command(
        name = "pending",
        description = "Is it safe to stop now? What is queued, in process, and would be lost.",
        footer = {"", "Example:", "  ./renkei pending --json | jq -r .verdict    # SAFE, SUSPENDED or WOULD_LOSE"})
final class PendingCommand extends Verb {
    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        JsonNode check = server().get("/pending");
        if (json) {
            printJson(check);
        } else {
            new PendingReport(check).print(out());
        }
        return ExitCode.DONE;
    }
}
