package org.renkei.services.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.ConfigProblem;
import org.renkei.routes.engine.CamelCheck;
import org.renkei.routes.flow.FlowCheck;
import org.renkei.routes.flow.FlowDraft;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.services.config.ChannelsFile;
import org.renkei.services.config.RenkeiConfig;
import org.renkei.services.config.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks flows without a server: for editors and for CI (B2). */
@Command(
        name = "check",
        description = "Check flows against the channels and applications of this home; no server needs to run.",
        footer = {
            "",
            "Prints everything that is wrong, a line for each: FILE:LINE: KEY PROBLEM. Exit code 1 if anything is.",
            "Commands and beans behind Camel endpoints are looked for when the flow is deployed.",
            "",
            "Example:",
            "  ./renkei flow check orders.yaml"
        })
final class FlowCheckCommand extends Verb {
    @Parameters(paramLabel = "FILE", arity = "1..*", description = "A flow; several are possible.")
    private List<Path> files;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<ConfigProblem> problems = problems();
        if (json) {
            printJson(new ObjectMapper().valueToTree(Map.of("problems", problems)));
        } else if (problems.isEmpty()) {
            files.forEach(file -> out().println(file + " can be deployed"));
        } else {
            problems.forEach(err()::println);
        }
        return problems.isEmpty() ? ExitCode.DONE : ExitCode.FAILED;
    }

    private List<ConfigProblem> problems() {
        RenkeiConfig config = RenkeiConfig.read(home().settingsFile());
        Map<String, ChannelConfig> channels = ChannelsFile.read(home().channelsFile(), config.dataSources());
        try (URLClassLoader classes = JavaProcess.classesOf(home());
                CamelCheck camel = CamelCheck.without(classes)) {
            new FlowCheck(channels, Settings.applications(home(), config), camel).check(drafts());
            return List.of();
        } catch (ConfigException e) {
            return e.problems();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The given ones, and those of the home in whose place none of them comes. */
    private List<FlowDraft> drafts() {
        List<FlowDraft> given = files.stream().map(FlowFiles::draft).toList();
        Set<String> replaced = new HashSet<>();
        Set<Path> places = new HashSet<>();
        for (FlowDraft draft : given) {
            replaced.add(draft.name());
            places.add(Path.of(draft.source().file()).toAbsolutePath().normalize());
        }
        Stream<FlowDraft> present = FlowFiles.drafts(home().flows()).stream()
                .filter(draft -> draft.name() == null || !replaced.contains(draft.name()))
                .filter(draft -> !places.contains(Path.of(draft.source().file())));
        return Stream.concat(present, given.stream()).toList();
    }
}
