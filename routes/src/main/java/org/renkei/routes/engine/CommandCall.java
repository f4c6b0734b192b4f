package org.renkei.routes.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.DurationText;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.external.Command;
import org.renkei.routes.external.CommandResult;
import org.renkei.routes.flow.CommandConfig;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Output;
import org.renkei.routes.trace.StepSpan;

/** Runs a command for a job; how it exited becomes the outcome (B3). */
final class CommandCall implements Processor {
    private final CommandConfig config;
    private final Command command;

    /**
     * @param step the path of what calls it in the flow's file
     * @throws ConfigException if the program or the directory is not there
     */
    CommandCall(Flow flow, String step, CommandConfig config) {
        this.config = config;
        String path = step + ".command.";
        Path folder = flow.source().folder();
        Path directory = config.directory() == null ? folder : folder.resolve(config.directory());
        if (!Files.isDirectory(directory)) {
            throw new ConfigException(path + "directory", "is " + directory + ", which is no folder");
        }
        this.command =
                new Command(program(path + "run", directory), directory, config.environment(), config.timeout(), (int)
                        config.maxOutput().bytes());
    }

    private List<String> program(String path, Path directory) {
        String name = config.run().get(0);
        List<Path> places = name.contains("/") ? List.of(directory) : path();
        Path found = places.stream()
                .map(place -> place.resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        path,
                        "names the program '" + name + "', which is not there or may not be executed; looked in "
                                + places));
        List<String> program = new ArrayList<>(config.run());
        program.set(0, found.toString());
        return program;
    }

    private static List<Path> path() {
        String path = System.getenv().getOrDefault("PATH", "/usr/local/bin:/usr/bin:/bin");
        return Arrays.stream(path.split(":"))
                .filter(place -> !place.isEmpty())
                .map(Path::of)
                .toList();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Pass pass = Pass.of(exchange);
        CommandResult result = command.run(JobJson.bytesOf(pass.message().body()), environment(pass));
        exchange.getMessage().setBody(outcome(result));
    }

    private Outcome outcome(CommandResult result) throws CommandFailed {
        if (result.timedOut()) {
            throw new CommandFailed("killed, with all that it had started, after "
                    + DurationText.format(config.timeout()) + told(result));
        }
        if (config.failed().contains(result.exit())) {
            return Outcome.failed("exit " + result.exit() + told(result));
        }
        if (!config.done().contains(result.exit())) {
            throw new CommandFailed("exit " + result.exit() + told(result));
        }
        if (config.output() == Output.IGNORE) {
            return Outcome.done();
        }
        if (result.tooMuch()) {
            return Outcome.failed("printed more than " + config.maxOutput() + ", which maxOutput allows");
        }
        return Outcome.done(new String(result.output(), StandardCharsets.UTF_8));
    }

    private static String told(CommandResult result) {
        return result.told().isEmpty() ? "" : ": " + result.told();
    }

    private static Map<String, String> environment(Pass pass) {
        Ticket ticket = pass.ticket();
        Map<String, String> environment = new HashMap<>();
        environment.put("RENKEI_JOB", ticket.job());
        environment.put("RENKEI_FLOW", ticket.flow());
        environment.put("RENKEI_STEP", ticket.step());
        environment.put("RENKEI_ATTEMPT", String.valueOf(ticket.attempt()));
        if (pass.span() != StepSpan.NONE) {
            environment.put("TRACEPARENT", pass.message().text(StepSpan.TRACEPARENT));
        }
        environment.put("RENKEI_REDELIVERED", String.valueOf(pass.message().redelivered()));
        String correlation = pass.message().correlationId();
        if (correlation != null && correlation.indexOf('\0') < 0) {
            environment.put("RENKEI_CORRELATION", correlation);
        }
        return environment;
    }

    /** Worth another try, by the step's retry. */
    static final class CommandFailed extends Exception {
        private static final long serialVersionUID = 1L;

        CommandFailed(String message) {
            super(message);
        }
    }
}
