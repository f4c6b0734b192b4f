package org.renkei.services.demo;

import jakarta.jms.ConnectionFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Hashtable;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.naming.Context;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.services.Main;
import org.renkei.services.cli.Installation;
import org.renkei.services.cli.JavaProcess;
import org.renkei.services.cli.ServerConnection;
import org.renkei.services.cli.ServerStart;
import org.renkei.services.config.Home;

/** A server in a process of its own that is killed with {@code kill -9}, again and again. */
final class CrashedServer {
    static final String USER = "load";
    private static final int LONGEST_LIFE_MILLIS = 1_200;

    private final long seed = Long.getLong("renkei.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final Home home;
    private final List<Integer> ports;
    private String password;
    private ProcessHandle process;

    /** @param directory for its home; furnished as a new installation is */
    CrashedServer(Path directory) throws Exception {
        System.setProperty("renkei.installation", Path.of("..").toAbsolutePath().toString());
        home = new Home(directory);
        Installation.furnish(home);
        ports = DemoHome.freePorts();
        System.out.println("crash loop: -Drenkei.seed=" + seed);
    }

    Home home() {
        return home;
    }

    /** Three that stay the same: core, AMQP, HTTP. */
    List<Integer> ports() {
        return ports;
    }

    Random random() {
        return random;
    }

    String password() {
        return password;
    }

    ServerConnection connection() {
        return ServerConnection.to(home);
    }

    void start() {
        if (password == null) {
            password = Users.loadOrCreate(home.usersFile(), home.adminPasswordFile())
                    .add(USER, Set.of(Role.CLIENT));
        }
        try {
            process = new ServerStart(home).start(line -> {});
        } catch (RuntimeException e) {
            throw new IllegalStateException("not started:\n" + said(), e);
        }
    }

    /** The end of what it has told, which goes with its directory. */
    private String said() {
        try {
            List<String> lines = Files.readAllLines(home.logs().resolve("console.log"));
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 40), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Lets it live for a while. */
    void live() throws InterruptedException {
        Thread.sleep(random.nextInt(LONGEST_LIFE_MILLIS));
    }

    void kill() throws Exception {
        process.destroyForcibly();
        process.onExit().get(10, TimeUnit.SECONDS);
    }

    /** Until something in it ends it. */
    void awaitDeath() throws Exception {
        process.onExit().get(90, TimeUnit.SECONDS);
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void dieWhileStarting() throws Exception {
        launch();
        live();
        kill();
    }

    /** Without waiting until it is ready. */
    void launch() throws Exception {
        process = JavaProcess.start(
                        new JavaProcess()
                                .command(Main.class, "--home", home.directory().toString()),
                        home.logs().resolve("console.log"))
                .toHandle();
    }

    void close() throws Exception {
        if (process != null) {
            kill();
        }
        System.clearProperty("renkei.installation");
    }

    ConnectionFactory core() throws NamingException {
        return coreAt("tcp://127.0.0.1:" + ports.get(0));
    }

    static ConnectionFactory coreAt(String url) throws NamingException {
        return lookUp(
                "org.apache.activemq.artemis.jndi.ActiveMQInitialContextFactory", "connectionFactory.orders", url);
    }

    ConnectionFactory amqp() throws NamingException {
        return lookUp(
                "org.apache.qpid.jms.jndi.JmsInitialContextFactory",
                "connectionfactory.orders",
                "amqp://127.0.0.1:" + ports.get(1));
    }

    private static ConnectionFactory lookUp(String contextFactory, String key, String url) throws NamingException {
        Hashtable<String, String> environment = new Hashtable<>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, contextFactory);
        environment.put(key, url);
        return (ConnectionFactory) new InitialContext(environment).lookup("orders");
    }

    static void write(Path file, String text) throws Exception {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
