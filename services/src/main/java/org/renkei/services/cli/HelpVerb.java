package org.renkei.services.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code renkei help VERB}: the same as {@code renkei VERB --help}. */
@Command(name = "help", description = "Show this help, or that of a verb.")
final class HelpVerb extends Verb {
    @Parameters(
            paramLabel = "VERB",
            arity = "0..*",
            description = "A verb, and the one that follows it if there is one.")
    private List<String> verbs = List.of();

    @Override
    public Integer call() {
        CommandLine command = renkei();
        for (String verb : verbs) {
            CommandLine next = command.getSubcommands().get(verb);
            if (next == null) {
                throw new ParameterException(command, "there is no verb '" + verb + "'");
            }
            command = next;
        }
        command.usage(out());
        return ExitCode.DONE;
    }
}
