package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXConnectorServer;
import javax.management.remote.JMXConnectorServerFactory;
import javax.management.remote.JMXServiceURL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.services.metrics.PromQl;
import org.renkei.services.metrics.Scrape;

/** What Prometheus, JMX consoles and the console of Artemis see of a server that holds messages (D7, A8). */
class MonitoringTest {
    private static final Path MONITORING = Path.of("..", "etc", "monitoring");
    private static final Path DOC = Path.of("..", "docs", "monitoring.md");
    private static final Pattern ROW =
            Pattern.compile("^\\| `([a-z0-9_]+)` \\| (\\w+) \\|([^|]*)\\|", Pattern.MULTILINE);
    private static final int JOBS = 3;

    @TempDir
    private static Path directory;

    private static ServerFixture server;

    /** One job is in hand at the gate, the others wait behind it; another has given up. */
    @BeforeAll
    static void start() throws Exception {
        GateApplication.shut();
        BrittleApplication.breaks();
        server = new ServerFixture(directory).start();
        for (int i = 0; i < JOBS; i++) {
            server.submit("durable");
        }
        server.submit("brittle", "{}");
        server.awaitAtGate(1);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(scrape().value("renkei_dead_letters{channel=\"brittle-dead\"}"))
                        .isEqualTo(1));
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            assertThat(channel("depth", "durable-do")).isEqualTo(JOBS);
            assertThat(channel("taken_total", "durable-in")).isEqualTo(JOBS);
            assertThat(scrape().value(messages("in_process"))).isEqualTo(1);
        });
    }

    @AfterAll
    static void shouldLeaveNothingInJmxWhenItHasStopped() throws Exception {
        BrittleApplication.isMended();
        server.close();
        assertThat(ManagementFactory.getPlatformMBeanServer().queryNames(bean(directory, "*", ",*"), null))
                .isEmpty();
    }

    private static Scrape scrape() {
        return new Scrape(server.asToken("GET", "/metrics", "").body());
    }

    private static double channel(String figure, String name) {
        return scrape().value("renkei_channel_" + figure + "{channel=\"" + name + "\",kind=\"persistent\"}");
    }

    @Test
    void shouldTellPrometheusWhatAChannelHolds() {
        Scrape scrape = scrape();

        assertThat(channel("depth", "durable-do")).isEqualTo(JOBS);
        assertThat(scrape.value(messages("in_process"))).isEqualTo(1);
        assertThat(scrape.value(messages("queued"))).isEqualTo(JOBS - 1);
        assertThat(scrape.value(messages("scheduled"))).isZero();
        assertThat(channel("received_total", "durable-do")).isEqualTo(JOBS);
        assertThat(channel("taken_total", "durable-do")).isZero();
        assertThat(channel("taken_total", "durable-in")).isEqualTo(JOBS);
        assertThat(channel("consumers", "durable-do")).isEqualTo(1);
        assertThat(channel("max", "durable-do")).isEqualTo(1_000_000);
        assertThat(scrape.value(state("active"))).isEqualTo(1);
        assertThat(scrape.value(state("blocked"))).isZero();
        assertThat(scrape.value("renkei_state{state=\"running\"}")).isEqualTo(1);
        assertThat(scrape.value("renkei_stage_up{stage=\"broker\"}")).isEqualTo(1);
        assertThat(scrape.value("renkei_jobs_lost_total")).isZero();
    }

    private static String messages(String state) {
        return "renkei_channel_messages{channel=\"durable-do\",kind=\"persistent\",state=\"" + state + "\"}";
    }

    private static String state(String state) {
        return "renkei_channel_state{channel=\"durable-do\",kind=\"persistent\",state=\"" + state + "\"}";
    }

    @Test
    void shouldDescribeEveryMetricWithTypeAndLabels() throws IOException {
        Scrape scrape = scrapeAfterACollection();
        Map<String, String> measured = new TreeMap<>();
        scrape.types().forEach((name, type) -> measured.put(name, type + " " + scrape.labels(name)));
        Map<String, String> described = new TreeMap<>();
        Matcher row = ROW.matcher(Files.readString(DOC));
        while (row.find()) {
            described.put(row.group(1), row.group(2) + " " + labels(row.group(3)));
        }

        assertThat(described).isEqualTo(measured);
    }

    private static Set<String> labels(String cell) {
        Set<String> names = new TreeSet<>();
        Stream.of(cell.split("[`, ]+")).filter(name -> !name.isBlank()).forEach(names::add);
        return names;
    }

    /** Some are there only from the first garbage collection on. */
    private static Scrape scrapeAfterACollection() {
        System.gc();
        return await().atMost(Duration.ofSeconds(30))
                .until(MonitoringTest::scrape, scrape -> scrape.types().containsKey("jvm_gc_pause_seconds"));
    }

    @Test
    void shouldAskOnlyForMetricsThatThereAre() throws IOException {
        Set<String> asked = new TreeSet<>();
        for (JsonNode query : new ObjectMapper()
                .readTree(MONITORING.resolve("renkei-dashboard.json").toFile())
                .findValues("expr")) {
            asked.addAll(PromQl.metrics(query.asText()));
        }
        Matcher rule = Pattern.compile("expr: (?:>-\\n)?(.*?)\\n +(?:for|labels):", Pattern.DOTALL)
                .matcher(Files.readString(MONITORING.resolve("renkei-alerts.yaml")));
        while (rule.find()) {
            asked.addAll(PromQl.metrics(rule.group(1)));
        }
        asked.remove("up"); // Prometheus's own

        assertThat(asked).hasSizeGreaterThan(20);
        assertThat(scrapeAfterACollection().names()).containsAll(asked);
    }

    @Test
    void shouldShowChannelsAndSystemInJmx() throws Exception {
        JMXConnectorServer remote = JMXConnectorServerFactory.newJMXConnectorServer(
                new JMXServiceURL("service:jmx:rmi://"), null, ManagementFactory.getPlatformMBeanServer());
        remote.start();
        try (JMXConnector connector = JMXConnectorFactory.connect(remote.getAddress())) {
            MBeanServerConnection beans = connector.getMBeanServerConnection();
            ObjectName channel = bean(directory, "Channel", ",name=\"durable-do\"");

            assertThat(beans.getAttribute(channel, "Current")).isEqualTo((long) JOBS);
            assertThat(beans.getAttribute(channel, "InProcess")).isEqualTo(1L);
            assertThat(beans.getAttribute(channel, "State")).isEqualTo("ACTIVE");
            assertThat(beans.getAttribute(channel, "OldestAgeSeconds")).isInstanceOf(Long.class);
            assertThat(beans.getMBeanInfo(channel).getAttributes())
                    .hasSize(18)
                    .noneMatch(attribute -> attribute.isWritable());
            ObjectName system = bean(directory, "System", "");
            assertThat(beans.getAttribute(system, "State")).isEqualTo("RUNNING");
            assertThat(beans.getAttribute(system, "DeadLetters")).isEqualTo(1L);
            assertThat(beans.queryNames(new ObjectName("org.apache.activemq.artemis:queue=\"durable-do\",*"), null))
                    .hasSize(1);
        } finally {
            remote.stop();
        }
    }

    private static ObjectName bean(Path home, String type, String more) throws Exception {
        return new ObjectName("org.renkei:type=" + type + ",home="
                + ObjectName.quote(home.toAbsolutePath().toString()) + more);
    }

    @Test
    void shouldShowTheDepthInTheConsoleOfArtemis() throws Exception {
        String password = Files.readString(server.home().adminPasswordFile()).trim();

        String shown = artemis("queue", "stat", "--user", "admin", "--password", password);

        assertThat(shown).containsPattern("\\|durable-do +\\|durable-do +\\| +1 +\\| +" + JOBS + " +\\|");
    }

    /** The jars that pom.xml has put there stand first: they bring their own, older JMS API. */
    private static String artemis(String... arguments) throws Exception {
        String ours = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                Path.of("target", "artemis-console", "*") + File.pathSeparator + ours,
                "org.apache.activemq.artemis.cli.Artemis"));
        command.addAll(List.of(arguments));
        command.addAll(
                List.of("--url", "tcp://127.0.0.1:" + server.server().runFile().corePort()));
        Path output = directory.resolve("artemis.out");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        boolean ended = process.waitFor(60, TimeUnit.SECONDS);
        process.destroyForcibly();
        String said = Files.readString(output, StandardCharsets.UTF_8);
        assertThat(ended && process.exitValue() == 0).as(said).isTrue();
        return said;
    }
}
