package org.renkei.services.cli;

import java.nio.file.Path;
import org.renkei.broker.error.RenkeiException;
import org.renkei.services.config.Home;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/** The command line: {@code renkei VERB …}. */
@Command(
        name = "renkei",
        description = "Carries business jobs through flows of applications, and accounts for every one.",
        synopsisSubcommandLabel = "VERB",
        subcommandsRepeatable = false,
        commandListHeading = "%nVerbs:%n",
        optionListHeading = "%nOptions:%n",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done",
            "1:failed",
            "2:wrong usage",
            "3:refused, because messages are pending",
            "4:not running"
        },
        footer = {"", "Example:", "  ./renkei demo        # see it work", "  ./renkei help submit # about one verb"},
        subcommands = {
            DemoCommand.class,
            StartCommand.class,
            StopCommand.class,
            StatusCommand.class,
            PendingCommand.class,
            MonitorCommand.class,
            SubmitCommand.class,
            TrackCommand.class,
            DeadCommand.class,
            FlowCommand.class,
            RouteCommand.class,
            AppCommand.class,
            ChannelCommand.class,
            AlarmCommand.class,
            ActivityCommand.class,
            UserCommand.class,
            TokenCommand.class,
            PrepareCommand.class,
            PerfCommand.class,
            HelpVerb.class
        })
public final class Renkei extends VerbGroup {
    @Option(
            names = "--home",
            paramLabel = "DIR",
            scope = ScopeType.INHERIT,
            description =
                    "The directory to work in, with its etc/ and data/. Default: RENKEI_HOME, else where Renkei is"
                            + " installed.")
    private Path home;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    private boolean help;

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The command line, ready to execute, as {@link #main} runs it. */
    public static CommandLine commandLine() {
        return new CommandLine(new Renkei())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(Table.WIDTH)
                .setParameterExceptionHandler(Renkei::wrongUsage)
                .setExecutionExceptionHandler(Renkei::failed);
    }

    Home home() {
        if (home != null) {
            return new Home(home);
        }
        String fromEnvironment = System.getenv("RENKEI_HOME");
        return new Home(
                fromEnvironment == null || fromEnvironment.isBlank()
                        ? Installation.directory()
                        : Path.of(fromEnvironment));
    }

    private static int wrongUsage(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        complain(
                command,
                wrong.getMessage() + "\nsee: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static int failed(Exception failure, CommandLine command, ParseResult parsed) {
        complain(command, words(failure));
        return failure instanceof CommandException known ? known.exitCode() : ExitCode.FAILED;
    }

    private static String words(Exception failure) {
        boolean isOurs = failure instanceof CommandException || failure instanceof RenkeiException;
        return isOurs ? failure.getMessage() : "unexpected: " + failure;
    }

    private static void complain(CommandLine command, String text) {
        command.getErr().println("renkei: " + text.replace("\n", "\n        "));
    }
}
