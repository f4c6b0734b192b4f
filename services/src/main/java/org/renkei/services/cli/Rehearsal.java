package org.renkei.services.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;
import org.renkei.services.Main;
import org.renkei.services.config.Home;

/**
 * A start, a job and a stop in a home of its own, with the command line in the same process: afterwards all is loaded that an ordinary
 * start loads. Ends the process, with exit code 0 if all went well.
 */
public final class Rehearsal {
    private static final Duration LOOK_EVERY = Duration.ofMillis(50);

    private static final String SETTINGS = """
            broker: {core: {port: 0}, amqp: {port: 0}}
            http: {port: 0}
            dataSources: {books: {}}
            applications: {pass: org.renkei.services.cli.Rehearsal$Passing}
            """;

    private static final String CHANNELS = """
            in: {kind: persistent}
            one: {kind: volatile}
            two: {kind: database, dataSource: books}
            """;

    private static final String FLOW = """
            flow: rehearsal
            start: in
            accept: {format: json}
            steps:
              one: {channel: one, bean: pass, next: two}
              two: {channel: two, bean: pass, next: end}
            """;

    private static final List<String> COMMANDS = List.of(
            "help", "submit rehearsal --wait", "status", "track --state completed", "flow list", "pending", "stop");

    private Rehearsal() {}

    /** What its steps call. */
    public static final class Passing implements Application {
        @Override
        public Outcome process(Job job) {
            return Outcome.done();
        }
    }

    public static void main(String[] arguments) throws IOException {
        Home home = home(Path.of(arguments[0]).toAbsolutePath());
        Thread typing = new Thread(() -> type(home), "rehearsal");
        typing.setDaemon(true);
        typing.setUncaughtExceptionHandler((thread, error) -> {
            error.printStackTrace();
            System.exit(ExitCode.FAILED);
        });
        typing.start();
        Main.main(new String[] {"--home", home.directory().toString()});
    }

    private static Home home(Path directory) throws IOException {
        Home home = new Home(directory);
        Path flows = Files.createDirectories(home.etc().resolve("flows"));
        Files.writeString(home.settingsFile(), SETTINGS);
        Files.writeString(home.etc().resolve("channels.yaml"), CHANNELS);
        Files.writeString(flows.resolve("rehearsal.yaml"), FLOW);
        return home;
    }

    private static void type(Home home) {
        while (ServerConnection.ifRunning(home).isEmpty()) {
            Pause.of(LOOK_EVERY);
        }
        COMMANDS.forEach(command -> type(command, home));
    }

    private static void type(String command, Home home) {
        List<String> words = new ArrayList<>(Stream.of(command.split(" ")).toList());
        words.addAll(List.of("--home", home.directory().toString()));
        int exitCode = Renkei.commandLine().execute(words.toArray(String[]::new));
        if (exitCode != ExitCode.DONE) {
            System.exit(exitCode);
        }
    }
}
