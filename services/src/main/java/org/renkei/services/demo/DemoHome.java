package org.renkei.services.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.renkei.broker.storage.Directories;
import org.renkei.services.cli.CommandException;
import org.renkei.services.cli.Installation;
import org.renkei.services.cli.Pause;
import org.renkei.services.cli.ServerConnection;
import org.renkei.services.config.Home;
import org.renkei.services.config.RenkeiConfig;

/**
 * Where the demo runs: in the home itself if nothing is in it yet or an earlier demo made what is in it, and else in
 * {@code demo/} below it, with ports of its own, so that it never touches what somebody works with.
 */
final class DemoHome {
    private static final String MARKER = "DEMO";
    private static final Duration STOP_WITHIN = Duration.ofSeconds(30);

    private DemoHome() {}

    /** A home with an {@code etc} and without data. */
    static Home prepare(Home wanted) throws IOException {
        if (mayBeUsed(wanted)) {
            clear(wanted);
            Installation.furnish(wanted);
            if (arePortsFree(wanted)) {
                mark(wanted);
                return wanted;
            }
        }
        Home own = new Home(wanted.directory().resolve("demo"));
        if (!mayBeUsed(own)) {
            throw new CommandException(Installation.shown(own.data()) + " is in use and was not made by a demo"
                    + "\ngive the demo another place: ./renkei demo --home DIR");
        }
        clear(own);
        Installation.furnish(own);
        Files.writeString(own.settingsFile(), settings(freePorts()));
        mark(own);
        return own;
    }

    private static boolean mayBeUsed(Home home) {
        return !Files.exists(home.data()) || Files.exists(home.data().resolve(MARKER));
    }

    private static void mark(Home home) throws IOException {
        Files.createDirectories(home.data());
        Files.writeString(
                home.data().resolve(MARKER), "The demo made this directory, and deletes it when it runs again.\n");
    }

    private static void clear(Home home) throws IOException {
        ServerConnection.find(home).ifPresent(running -> stop(home, running.pid()));
        Directories.delete(home.data());
    }

    private static void stop(Home home, long pid) {
        ServerConnection.to(home).post("/stop", Map.of("mode", "force"));
        long deadline = System.nanoTime() + STOP_WITHIN.toNanos();
        while (ServerConnection.isAlive(pid)) {
            if (System.nanoTime() > deadline) {
                throw new CommandException("the earlier demo (pid " + pid + ") does not stop: end it, then try again");
            }
            Pause.of(Duration.ofMillis(50));
        }
    }

    private static boolean arePortsFree(Home home) {
        RenkeiConfig config = RenkeiConfig.read(home.settingsFile());
        return Stream.of(
                        config.broker().core().port(),
                        config.broker().amqp().port(),
                        config.http().port())
                .allMatch(DemoHome::isFree);
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
            return socket.isBound();
        } catch (IOException e) {
            return false;
        }
    }

    /** Three ports that stay the same when the server is started again, which 0 would not. */
    static List<Integer> freePorts() throws IOException {
        try (ServerSocket core = new ServerSocket(0);
                ServerSocket amqp = new ServerSocket(0);
                ServerSocket http = new ServerSocket(0)) {
            return List.of(core.getLocalPort(), amqp.getLocalPort(), http.getLocalPort());
        }
    }

    static String settings(List<Integer> ports) {
        return """
                broker:
                  core: {port: %d}
                  amqp: {port: %d}
                http: {port: %d}
                dataSources:
                  shop: {migrations: databases/shop}
                applications:
                  intake: org.renkei.services.order.Intake
                  stock: org.renkei.services.order.Stock
                  payment: org.renkei.services.order.Payment
                  shipping: org.renkei.services.order.Shipping
                  notification: org.renkei.services.order.Notification
                """.formatted(ports.toArray());
    }
}
