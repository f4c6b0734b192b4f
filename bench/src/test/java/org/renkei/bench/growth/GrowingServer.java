package org.renkei.bench.growth;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.services.cli.Installation;
import org.renkei.services.cli.ServerConnection;
import org.renkei.services.config.Home;

/** A server as users start it, {@code ./renkei start}, in a home of its own. Linux only: it reads what the kernel knows of the process. */
final class GrowingServer implements AutoCloseable {
    private static final String USER = "growth";
    private static final int CLOCK_TICKS = 100;

    private final Home home;
    private final int corePort;
    private final String password;
    private final ActiveMQConnectionFactory factory;

    /** @param settings of renkei.yaml, besides the ports */
    GrowingServer(Path directory, String settings) throws IOException {
        System.setProperty("renkei.installation", Path.of("").toAbsolutePath().toString());
        deleteAll(directory);
        home = new Home(directory);
        Installation.furnish(home);
        deleteAll(home.flows());
        Files.createDirectories(home.flows());
        List<Integer> ports = freePorts();
        corePort = ports.get(0);
        Files.writeString(home.settingsFile(), """
                broker: {core: {port: %d}, amqp: {port: %d}%s}
                http: {port: %d}
                """.formatted(corePort, ports.get(1), settings, ports.get(2)));
        password =
                Users.loadOrCreate(home.usersFile(), home.adminPasswordFile()).add(USER, Set.of(Role.CLIENT));
        factory = new ActiveMQConnectionFactory("tcp://127.0.0.1:" + corePort);
    }

    Home home() {
        return home;
    }

    void channels(String yaml) throws IOException {
        Files.writeString(home.channelsFile(), yaml);
    }

    void flow(String name, String yaml) throws IOException {
        Files.writeString(home.flows().resolve(name + ".yaml"), yaml);
    }

    /** @return seconds from the command to its end, when the server is ready */
    double start() throws IOException {
        long began = System.nanoTime();
        run("start");
        return (System.nanoTime() - began) / 1e9;
    }

    void kill() throws Exception {
        ProcessHandle process = ProcessHandle.of(pid()).orElseThrow();
        process.destroyForcibly();
        process.onExit().get(30, TimeUnit.SECONDS);
    }

    private void run(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("./renkei"));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--home", home.directory().toString()));
        Path output = Files.createTempFile("growth", ".log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        if (process.onExit().join().exitValue() != 0) {
            throw new IllegalStateException(String.join(" ", command) + " failed:\n" + Files.readString(output));
        }
        Files.delete(output);
    }

    ServerConnection http() {
        return ServerConnection.to(home);
    }

    Connection connect() throws JMSException {
        Connection connection = factory.createConnection(USER, password);
        connection.start();
        return connection;
    }

    long depth(String channel) {
        return http().get("/channels/" + channel).path("current").asLong();
    }

    private long pid() {
        return http().pid();
    }

    /** What the process has of the machine's memory, now. */
    long residentMiB() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid() + "/status"))) {
            String line =
                    lines.filter(each -> each.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        }
    }

    /** What is live on the heap after a collection. */
    long liveHeapMiB() throws IOException, InterruptedException {
        jcmd("GC.run");
        // "ParOldGen  total 699392K, used 10424K …", one line for each generation
        long kib = 0;
        for (String line : jcmd("GC.heap_info").split("\n")) {
            if (line.contains("total") && line.contains("used")) {
                kib += Long.parseLong(line.replaceAll(".*used (\\d+)K.*", "$1"));
            }
        }
        return kib / 1024;
    }

    private String jcmd(String what) throws IOException, InterruptedException {
        Process jcmd = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid()), what)
                .redirectErrorStream(true)
                .start();
        String said = new String(jcmd.getInputStream().readAllBytes());
        jcmd.waitFor();
        return said;
    }

    /** What it takes of one processor, in per cent, over some seconds in which nothing is asked of it. */
    double processorPercent(int seconds) throws IOException, InterruptedException {
        long pid = pid();
        double before = processorSeconds(pid);
        Thread.sleep(seconds * 1_000L);
        return (processorSeconds(pid) - before) * 100 / seconds;
    }

    private static double processorSeconds(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / (double) CLOCK_TICKS;
    }

    @Override
    public void close() throws IOException {
        run("stop", "--force");
        factory.close();
        deleteAll(home.directory());
    }

    private static void deleteAll(Path directory) throws IOException {
        if (Files.exists(directory)) {
            try (Stream<Path> files = Files.walk(directory)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static List<Integer> freePorts() throws IOException {
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
            }
            return sockets.stream().map(ServerSocket::getLocalPort).toList();
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
    }
}
