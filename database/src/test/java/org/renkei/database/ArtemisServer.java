package org.renkei.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An unmodified Artemis for a test, as its distribution makes and starts it, in a process of its own: one broker, or one of a cluster. It is
 * started on a free port, killed, started again on the same one, and ended by its handle.
 */
public final class ArtemisServer implements AutoCloseable {

    /** May do everything. */
    public static final String USER = "renkei";

    public static final String PASSWORD = "renkei secret";

    /** That of {@link #USER}. */
    public static final String ROLE = "renkei";

    /** May send, receive, and have temporary queues. */
    public static final String PROGRAM = "shop";

    private static final String DISTRIBUTION = "renkei.artemis";
    private static final String DOCS = "renkei.docs";
    private static final String SECURITY = "<security-settings>";
    private static final String END_OF_SECURITY = "</security-settings>";
    private static final Duration STARTUP = Duration.ofSeconds(60);
    private static final String JAVA = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xmx256m";

    private final Path instance;
    private final int port;
    private Process process;

    private ArtemisServer(Path instance, int port) {
        this.instance = instance;
        this.port = port;
    }

    /** @param directory an empty one, or none yet; what the broker keeps stays there */
    public static ArtemisServer start(Path directory) {
        ArtemisServer server = make(directory, freePort(), List.of());
        server.launch();
        server.awaitReady();
        return server;
    }

    /** Some that know each other. */
    public static List<ArtemisServer> startCluster(Path directory, int number) {
        List<Integer> ports = new ArrayList<>();
        while (ports.size() < number) {
            ports.add(freePort());
        }
        List<ArtemisServer> servers = new ArrayList<>();
        for (int port : ports) {
            List<String> others = ports.stream()
                    .filter(other -> other != port)
                    .map(other -> "tcp://127.0.0.1:" + other)
                    .toList();
            servers.add(make(directory.resolve("broker-" + servers.size()), port, others));
        }
        servers.forEach(ArtemisServer::launch);
        servers.forEach(ArtemisServer::awaitReady);
        return servers;
    }

    private static ArtemisServer make(Path instance, int port, List<String> others) {
        List<String> create = new ArrayList<>(List.of(
                Path.of(System.getProperty(DISTRIBUTION), "bin", "artemis").toString(),
                "create",
                "--silent",
                "--user",
                USER,
                "--password",
                PASSWORD,
                "--role",
                ROLE,
                "--require-login",
                "--no-autotune",
                "--no-web",
                "--no-amqp-acceptor",
                "--no-mqtt-acceptor",
                "--no-stomp-acceptor",
                "--no-hornetq-acceptor",
                "--nio",
                "--host",
                "127.0.0.1",
                "--default-port",
                String.valueOf(port)));
        if (!others.isEmpty()) {
            create.addAll(List.of(
                    "--clustered",
                    // Its own default, 0, lets nothing pass from one to the other.
                    "--max-hops",
                    "1",
                    "--cluster-user",
                    "cluster",
                    "--cluster-password",
                    "cluster secret",
                    "--static-cluster",
                    String.join(",", others)));
        }
        create.add(instance.toString());
        try {
            Files.createDirectories(instance.getParent());
            Path log = instance.resolveSibling(instance.getFileName() + "-create.log");
            Process creating = builder(create, log).start();
            if (!creating.waitFor(STARTUP.toSeconds(), TimeUnit.SECONDS) || creating.exitValue() != 0) {
                creating.destroyForcibly();
                throw new IllegalStateException("artemis create failed: " + Files.readString(log));
            }
            configure(instance.resolve("etc"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return new ArtemisServer(instance, port);
    }

    /** Lets programs in as the docs say, and looks once a second for what has expired. */
    private static void configure(Path etc) throws IOException {
        Files.writeString(
                etc.resolve("artemis-users.properties"),
                "\n" + PROGRAM + " = " + PASSWORD + "\n",
                StandardOpenOption.APPEND);
        Files.writeString(
                etc.resolve("artemis-roles.properties"), "\nprograms = " + PROGRAM + "\n", StandardOpenOption.APPEND);
        Path broker = etc.resolve("broker.xml");
        String config = Files.readString(broker);
        Files.writeString(
                broker,
                config.substring(0, config.indexOf(SECURITY))
                        + "<message-expiry-scan-period>1000</message-expiry-scan-period>\n"
                        + securityOfTheDocs()
                        + config.substring(config.indexOf(END_OF_SECURITY) + END_OF_SECURITY.length()));
    }

    /** What a reader puts there. */
    private static String securityOfTheDocs() throws IOException {
        String page = Files.readString(Path.of(System.getProperty(DOCS), "external-broker.md"));
        return page.substring(page.indexOf(SECURITY), page.indexOf(END_OF_SECURITY) + END_OF_SECURITY.length());
    }

    private void launch() {
        try {
            process = builder(List.of(instance.resolve("bin/artemis").toString(), "run"), instance.resolve("run.log"))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ProcessBuilder builder(List<String> command, Path log) {
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
        builder.environment().put("JAVA_ARGS", JAVA);
        return builder;
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + STARTUP.toNanos();
        while (!answers()) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                close();
                throw new IllegalStateException("Artemis did not start, see " + instance.resolve("run.log"));
            }
        }
    }

    /** It listens last of all. */
    private boolean answers() {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            try {
                process.waitFor(50, TimeUnit.MILLISECONDS);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return false;
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Where it listens, or will. */
    public String url() {
        return "tcp://127.0.0.1:" + port;
    }

    /** As {@code kill -9}. */
    public void kill() {
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** After it was killed: on the same port, with what its journal holds. */
    public void startAgain() {
        launch();
        awaitReady();
    }

    @Override
    public void close() {
        kill();
    }
}
