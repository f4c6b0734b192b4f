package org.renkei.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.renkei.broker.error.RenkeiException;
import org.renkei.services.config.Home;
import org.renkei.services.config.Settings;
import org.renkei.services.lifecycle.RunFile;
import org.slf4j.LoggerFactory;

/**
 * Runs a server in the foreground until it is stopped: {@code java … org.renkei.services.Main --home DIR}. It prints one line
 * for each stage and nothing else; the rest is in {@code data/logs/renkei.log}. Exit codes: 0 stopped, 1 could not start,
 * 2 wrong usage.
 */
public final class Main {
    private static final int STOPPED = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private Main() {}

    public static void main(String[] arguments) {
        Optional<Home> home = home(arguments);
        if (home.isEmpty()) {
            System.err.println("usage: java ... org.renkei.services.Main --home DIR");
            System.exit(USAGE);
        }
        System.exit(run(home.orElseThrow()));
    }

    private static Optional<Home> home(String[] arguments) {
        return arguments.length == 2 && arguments[0].equals("--home")
                ? Optional.of(new Home(Path.of(arguments[1])))
                : Optional.empty();
    }

    private static int run(Home home) {
        logInto(home);
        try {
            Settings settings = Settings.read(home);
            boolean firstStart = !Files.exists(home.usersFile());
            Server server = new Server(
                    home,
                    settings,
                    new ProgressLines(System.out),
                    Clock.systemUTC(),
                    () -> Runtime.getRuntime().halt(STOPPED));
            Runtime.getRuntime().addShutdownHook(new Thread(server::onSignal, "renkei-shutdown"));
            server.start();
            if (firstStart) {
                System.out.println("  The password of user admin is in " + home.adminPasswordFile());
            }
            System.out.println(ready(server.runFile()));
            server.awaitStopped();
            return STOPPED;
        } catch (RenkeiException e) {
            System.err.println(e.getMessage());
        } catch (IOException | RuntimeException e) {
            LoggerFactory.getLogger(Main.class).atError().setCause(e).log("cannot start");
            System.err.println("cannot start in " + home.directory() + ": " + e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return FAILED;
    }

    /** Must come before the first logger: its configuration names the folder by this property. */
    private static void logInto(Home home) {
        System.setProperty("renkei.logs", home.logs().toString());
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "logback-server.xml");
        }
    }

    private static String ready(RunFile run) {
        String clients = run.corePort() == 0
                ? "JMS and AMQP at broker.url"
                : "JMS port " + run.corePort() + ", AMQP port " + run.amqpPort();
        return "Renkei is ready: " + clients + ", console " + run.httpUrl();
    }
}
