package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.Queue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.config.ConfigException;
import org.renkei.database.AppJar;
import org.renkei.routes.app.AppFolders;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.userroute.RouteFile;
import org.renkei.tracking.journey.JourneyState;

/** Applications in jars of their own, which come, change and go while the system runs. */
class AppsTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String CHANNELS =
            "{in: {kind: persistent}, gate: {kind: persistent}, work: {kind: persistent},"
                    + " other: {kind: persistent}, side: {kind: persistent}}";
    private static final String FLOW = """
            flow: f
            start: in
            steps:
              gate: {channel: gate, bean: gate, next: work}
              work: {channel: work, bean: work, next: end}
            """;

    @TempDir
    private Path dir;

    @TempDir
    private Path desk;

    private final CountDownLatch entered = new CountDownLatch(1);
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private RunningEngine running;

    @AfterEach
    void stop() {
        gate.countDown();
        if (running != null) {
            running.close();
        }
    }

    @Test
    void shouldCallABeanOfAJar() {
        worker("one");
        start();

        assertThat(result("a")).isEqualTo("a by one");
        assertThat(running.engine().origin("work"))
                .hasValueSatisfying(origin -> assertThat(origin).matches("shop@[0-9a-f]{8}"));
    }

    @Test
    void b2_shouldEndJobsOnTheVersionThatTheyBeganWith() throws Exception {
        worker("one");
        gate = new CountDownLatch(1);
        start();
        String first = running.engine().flow("f").version();
        running.engine().submit("f", "a", "early", Priority.NORMAL);
        entered.await();

        worker("two");
        assertThat(deployApps()).containsExactly("work");
        assertThat(running.engine().flow("f").version()).isNotEqualTo(first);
        gate.countDown();

        assertThat(running.ended("early").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(workerOf("a")).isEqualTo("one");
        assertThat(result("b")).isEqualTo("b by two");
        await("one is closed when no job is on it")
                .atMost(PATIENCE)
                .until(() -> Files.exists(desk.resolve("one.closed")));
        assertThat(desk.resolve("two.closed")).doesNotExist();
        assertThat(kept()).hasSize(1);
    }

    @Test
    void b2_shouldEndJobsOnTheirVersionAlsoAfterARestart() throws Exception {
        worker("one");
        start();
        running.engine().pause("f.work", "to see", "me");
        running.engine().submit("f", "a", "early", Priority.NORMAL);
        await().atMost(PATIENCE)
                .until(() -> running.channels().channel("work").figures().current() == 1);
        worker("two");
        deployApps();

        running.stop();
        running.start();
        running.engine().resume("f.work");

        assertThat(running.ended("early").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(workerOf("a")).isEqualTo("one");
        assertThat(result("b")).isEqualTo("b by two");
    }

    @Test
    void shouldIsolateApplicationsFromEachOtherAndFromTheSystem() {
        library("shop", "one");
        library("mail", "two");
        jar("shop", "app.jar", "shop", "work: app.shop.Work", "Greeting.text()");
        jar(
                "mail",
                "app.jar",
                "mail",
                "send: app.mail.Work",
                "Greeting.text() + seen(\"org.renkei.broker.server.Broker\") + seen(\"com.fasterxml.jackson.databind.ObjectMapper\")"
                        + " + Thread.currentThread().getContextClassLoader().getName().startsWith(\"mail@\")");
        running = builder()
                .flow(FLOW)
                .flow("{flow: g, start: other, steps: {send: {channel: side, bean: send, next: end}}}")
                .start();

        assertThat(result("a")).isEqualTo("a by library one");
        assertThat(result("g", "a")).isEqualTo("a by library twofalsefalsetrue");
    }

    @Test
    void shouldChangeNothingIfAJarCannotBeUsed() throws Exception {
        worker("one");
        start();
        Path jar = dir.resolve("apps/shop/app.jar");

        Files.writeString(jar, "no jar");
        refused("apps/shop/app.jar: is not a jar");
        AppJar.in(desk).file("x", "y").writeTo(jar);
        refused("apps/shop", "META-INF/renkei/applications.yaml");
        AppJar.in(desk).beans("work: app.shop.Wokr").writeTo(jar);
        refused("work", "app.shop.Wokr", "in none of its jars");
        AppJar.in(desk)
                .beans("work: app.Bad")
                .source(
                        "app.Bad",
                        "package app; public class Bad { public Bad() { throw new IllegalStateException(\"no disk\"); } }")
                .writeTo(jar);
        refused("app.Bad threw from its constructor", "no disk");
        AppJar.in(desk)
                .beans("{work: app.Ok, gate: app.Ok}")
                .source("app.Ok", "package app; public class Ok {}")
                .writeTo(jar);
        refused("gate", "etc/renkei.yaml");
        Files.delete(jar);
        refused("apps/shop", "has no jar");
        Files.delete(jar.getParent());
        refused("steps.work.bean", "'work', which does not exist");

        assertThat(result("a")).isEqualTo("a by one");
    }

    @Test
    void shouldBuildRoutesAgainThatUseItsBeans() {
        worker("one");
        start();
        running.engine()
                .userRoutes()
                .become(
                        List.of(
                                new RouteFile(
                                        "r.yaml",
                                        "- from: {uri: 'channel:other', steps: [{setBody: {method: {ref: work, method: text}}}, {to: 'channel:side'}]}")));
        send("other");
        assertThat(receive("side")).isEqualTo("one");

        worker("two");
        deployApps();

        send("other");
        assertThat(receive("side")).isEqualTo("two");
    }

    private void refused(String... parts) {
        assertThatThrownBy(this::deployApps).isInstanceOf(ConfigException.class).hasMessageContainingAll(parts);
    }

    private void start() {
        running = builder().flow(FLOW).start();
    }

    private RunningEngine.Builder builder() {
        return RunningEngine.in(dir).channels(CHANNELS).application("gate", (Application) job -> {
            entered.countDown();
            gate.await();
            return Outcome.done();
        });
    }

    private Set<String> deployApps() {
        return running.engine().deployApps(AppFolders.in(dir.resolve("apps")), "test");
    }

    private List<Path> kept() throws IOException {
        try (var versions = Files.list(dir.resolve("kept-apps/shop"))) {
            return versions.toList();
        }
    }

    private void worker(String name) {
        jar("shop", "app.jar", "shop", "work: app.shop.Work", '"' + name + '"');
    }

    private void library(String app, String text) {
        AppJar.in(desk)
                .source(
                        "library.Greeting",
                        "package library; public class Greeting { public static String text() { return \"library "
                                + text + "\"; } }")
                .writeTo(dir.resolve("apps/" + app + "/library.jar"));
    }

    private void jar(String app, String file, String pack, String beans, String text) {
        AppJar.in(desk)
                .beans(beans)
                .stub(
                        "library.Greeting",
                        "package library; public class Greeting { public static String text() { return null; } }")
                .source("app." + pack + ".Work", """
                        package app.%s;

                        import java.nio.file.Files;
                        import java.nio.file.Path;
                        import library.Greeting;
                        import org.renkei.routes.application.Application;
                        import org.renkei.routes.application.Job;
                        import org.renkei.routes.application.Outcome;

                        public class Work implements Application, AutoCloseable {
                            public String text() {
                                return %s;
                            }

                            private static boolean seen(String name) {
                                try {
                                    Class.forName(name);
                                    return true;
                                } catch (ClassNotFoundException e) {
                                    return false;
                                }
                            }

                            @Override
                            public Outcome process(Job job) throws Exception {
                                Files.writeString(Path.of("%s", "ran." + job.text()), text());
                                return Outcome.done(job.text() + " by " + text());
                            }

                            @Override
                            public void close() throws Exception {
                                Files.createFile(Path.of("%s", text() + ".closed"));
                            }
                        }
                        """.formatted(pack, text, desk, desk))
                .writeTo(dir.resolve("apps/" + app + "/" + file));
    }

    private String result(String body) {
        return result("f", body);
    }

    private String result(String flow, String body) {
        return String.valueOf(running.engine()
                .submitAndWait(flow, body, "c-" + flow + body, Priority.NORMAL)
                .result()
                .join()
                .body());
    }

    /** Which worker has done the job of that body. */
    private String workerOf(String body) throws IOException {
        return Files.readString(desk.resolve("ran." + body));
    }

    private void send(String channel) {
        try (JMSContext jms = running.connect()) {
            jms.createProducer().send(jms.createQueue(channel), "x");
        }
    }

    private String receive(String channel) {
        try (JMSContext jms = running.connect()) {
            Queue queue = jms.createQueue(channel);
            return jms.createConsumer(queue).receiveBody(String.class, PATIENCE.toMillis());
        }
    }
}
