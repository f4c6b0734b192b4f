package org.renkei.services.demo;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.services.cli.CommandException;
import org.renkei.services.cli.Installation;
import org.renkei.services.cli.Lapse;
import org.renkei.services.cli.Pause;
import org.renkei.services.cli.ProgressLine;
import org.renkei.services.cli.ServerConnection;
import org.renkei.services.cli.ServerStart;
import org.renkei.services.config.Home;

/** Start, send orders, {@code kill -9} in the middle, start again, and account for every order. Leaves it running. */
public final class Demo {
    private static final int ORDERS = 1_000;
    private static final int COMPLETED_AT_THE_KILL = 200;
    private static final String USER = "demo-shop";
    private static final Duration LOOK_EVERY = Duration.ofMillis(20);
    private static final Duration DIES_WITHIN = Duration.ofSeconds(10);
    private static final Duration EACH_STEP_WITHIN = Duration.ofSeconds(90);

    private final Home home;
    private final ProgressLine progress;
    private int step;

    private Demo(Home home, ProgressLine progress) {
        this.home = home;
        this.progress = progress;
    }

    /** Makes the place ready, which may be another than the one wanted: see {@link #home()}. */
    public static Demo in(Home wanted, ProgressLine progress) {
        try {
            return new Demo(DemoHome.prepare(wanted), progress);
        } catch (IOException e) {
            throw new CommandException("the place for the demo cannot be made: " + e.getMessage());
        }
    }

    public Home home() {
        return home;
    }

    public DemoReport run() {
        String password =
                Users.loadOrCreate(home.usersFile(), home.adminPasswordFile()).add(USER, Set.of(Role.CLIENT));
        ProcessHandle first = start("start", "");
        ProducerProcess producer = send(password);
        try {
            watch(producer, counts -> counts.completed() >= COMPLETED_AT_THE_KILL);
            kill(first, producer);
            start("start again", ", with everything that was accepted");
            long began = System.nanoTime();
            watch(producer, counts -> !producer.isRunning() && counts.haveAllEnded(producer.sent()));
            say("finish", "every order has come to an end, in " + since(began));
        } finally {
            producer.kill();
        }
        ServerConnection server = ServerConnection.to(home);
        return OrderLedger.read(server).account(producer.sent(), Charges.count(server));
    }

    private ProcessHandle start(String what, String remark) {
        long began = System.nanoTime();
        ProcessHandle server = new ServerStart(home).start(line -> progress.now("     " + line));
        say(what, "ready in " + since(began) + remark);
        return server;
    }

    private ProducerProcess send(String password) {
        say("send", String.format("%,d orders from another process, half by JMS (Core), half by AMQP", ORDERS));
        return ProducerProcess.start(
                ServerConnection.find(home).orElseThrow(),
                USER,
                password,
                ORDERS,
                home.logs().resolve("producer.log"));
    }

    private void kill(ProcessHandle server, ProducerProcess producer) {
        OrderCounts counts = OrderCounts.now(ServerConnection.to(home));
        server.destroyForcibly();
        try {
            server.onExit()
                    .orTimeout(DIES_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            throw new CommandException("the server (pid " + server.pid() + ") survives kill -9");
        }
        say("kill -9", String.format("pid %d, with %,d sent, %s", server.pid(), producer.sent(), counts));
    }

    /** Looks on until it is so. */
    private void watch(ProducerProcess producer, Predicate<OrderCounts> until) {
        ServerConnection server = ServerConnection.to(home);
        long deadline = System.nanoTime() + EACH_STEP_WITHIN.toNanos();
        OrderCounts counts = OrderCounts.now(server);
        while (!until.test(counts)) {
            if (System.nanoTime() > deadline) {
                throw new CommandException(String.format(
                        "no end after %s: %,d orders sent, %s; see %s",
                        Lapse.of(EACH_STEP_WITHIN), producer.sent(), counts, Installation.shown(home.logs())));
            }
            progress.now(String.format("     %,d sent, %s", producer.sent(), counts));
            Pause.of(LOOK_EVERY);
            counts = OrderCounts.now(server);
        }
    }

    private void say(String what, String result) {
        step++;
        progress.done(String.format("  %d. %-12s %s", step, what, result));
    }

    private static String since(long began) {
        return Lapse.of(Duration.ofNanos(System.nanoTime() - began));
    }
}
