package org.renkei.services.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowCheck;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.services.config.ChannelsFile;
import org.renkei.services.config.RenkeiConfig;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Checks flows without a server: for editors and for CI (B2). */
@Command(
        name = "check",
        description = "Check flows against the channels and applications of this home; no server needs to run.",
        footer = {
            "",
            "Exit code 1 if anything is wrong. Conditions and Camel endpoints are checked when the flow is deployed.",
            "",
            "Example:",
            "  ./renkei flow check orders.yaml"
        })
final class FlowCheckCommand extends Verb {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "A flow; several are possible.")
    private List<Path> files;

    @Override
    public Integer call() {
        RenkeiConfig config = RenkeiConfig.read(home().settingsFile());
        Map<String, Flow> flows = new LinkedHashMap<>();
        FlowFiles.read(home().flows()).forEach(flow -> flows.put(flow.name(), flow));
        files.stream().map(FlowFiles::readOne).forEach(flow -> flows.put(flow.name(), flow));
        new FlowCheck(
                        ChannelsFile.read(home().channelsFile(), config.dataSources()),
                        config.applications().keySet())
                .check(List.copyOf(flows.values()));
        files.forEach(file -> out().println(file + " can be deployed"));
        return ExitCode.DONE;
    }
}
