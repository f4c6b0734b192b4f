package org.renkei.services.cli;

import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A verb that says nothing without the one that follows it. */
abstract class VerbGroup implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public final void run() {
        CommandLine command = spec.commandLine();
        throw new ParameterException(
                command,
                command.getSubcommands().keySet().stream()
                        .collect(Collectors.joining(", ", "one of these is missing: ", "")));
    }
}
