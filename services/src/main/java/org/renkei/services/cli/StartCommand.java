package org.renkei.services.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.renkei.services.Main;
import org.renkei.services.Server;
import org.renkei.services.config.Home;
import org.renkei.services.config.Settings;
import org.renkei.services.lifecycle.Plan;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Starts the server, in the background unless told otherwise, and returns when it is ready. */
@Command(
        name = "start",
        description = "Start Renkei in the background; returns when it is ready.",
        footer = {
            "",
            "What it prints goes to data/logs/console.log as well. RENKEI_OPTS adds flags for its JVM.",
            "",
            "Examples:",
            "  ./renkei start",
            "  ./renkei --home /srv/second start    # another one, with its own etc/ and ports",
            "  RENKEI_OPTS=-Xmx4g ./renkei start"
        })
final class StartCommand extends Verb {
    @ArgGroup
    private How how = new How();

    @Option(names = "--json", description = "With --plan: print it as JSON.")
    private boolean json;

    private static final class How {
        @Option(names = "--plan", description = "Only print what a start and a stop would do, in order.")
        private boolean plan;

        @Option(names = "--foreground", description = "Stay, and end with the server; for containers and systemd.")
        private boolean foreground;
    }

    @Override
    public Integer call() {
        if (how.plan) {
            Installation.furnish(home());
            return plan();
        }
        return how.foreground ? inForeground() : inBackground();
    }

    private int inBackground() {
        new ServerStart(home()).start(out()::println);
        return ExitCode.DONE;
    }

    private int inForeground() {
        Home home = home();
        Installation.furnish(home);
        List<String> command = new JavaProcess()
                .withApplicationsOf(home)
                .command(Main.class, "--home", home.directory().toString());
        try {
            Process server = new ProcessBuilder(command).inheritIO().start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> passOnTheEnd(server), "server-end"));
            return server.waitFor() == 0 ? ExitCode.DONE : ExitCode.FAILED;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return ExitCode.FAILED;
        }
    }

    /** Whoever ends this process means the server: tell it to stop, and let it take the time that it needs. */
    private static void passOnTheEnd(Process server) {
        server.destroy();
        try {
            server.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int plan() {
        Plan plan = Server.plan(home(), Settings.read(home()));
        if (json) {
            printJson(new ObjectMapper().valueToTree(plan));
            return ExitCode.DONE;
        }
        out().println("start:");
        printNumbered(plan.start());
        out().println("stop:");
        printNumbered(plan.stop());
        return ExitCode.DONE;
    }

    private void printNumbered(List<String> sentences) {
        for (int i = 0; i < sentences.size(); i++) {
            out().printf("  %2d. %s%n", i + 1, sentences.get(i));
        }
    }
}
