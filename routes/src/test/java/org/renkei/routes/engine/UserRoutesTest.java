package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.userroute.RouteFile;
import org.renkei.routes.userroute.RouteView;
import org.renkei.routes.userroute.UserRoutes;
import org.renkei.tracking.journey.JourneyState;

/** The user's own Camel routes come, change and go while the system runs. */
class UserRoutesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String CHANNELS =
            "{in: {kind: persistent}, out: {kind: persistent}, start: {kind: persistent}, step: {kind: persistent},"
                    + " step-by-hand: {kind: persistent}}";
    private static final String FLOW = """
            flow: greetings
            start: start
            steps:
              greet: {channel: step, uri: "direct:greet", next: end}
            """;

    @TempDir
    private Path dir;

    private RunningEngine running;

    @AfterEach
    void stop() {
        if (running != null) {
            running.close();
        }
    }

    @Test
    void shouldStartAFileOfRoutesInARunningSystem() {
        start();

        become(copy("one"));

        send("in", "a");
        assertThat(receive("out")).isEqualTo("a by one");
        assertThat(routes().ids("copy.camel.yaml")).containsExactly("copy");
    }

    @Test
    void shouldRunRoutesInXmlAndInJava() {
        start();

        become(new RouteFile("copy.xml", """
                        <routes>
                          <route id="copy">
                            <from uri="channel:in"/>
                            <setBody><simple>${body} by XML</simple></setBody>
                            <to uri="direct:greet"/>
                          </route>
                        </routes>
                        """), new RouteFile("Greeting.java", """
                        import org.apache.camel.builder.RouteBuilder;

                        public class Greeting extends RouteBuilder {
                            @Override
                            public void configure() {
                                from("direct:greet").routeId("greet").setBody(simple("${body} and Java")).to("channel:out");
                            }
                        }
                        """));

        send("in", "a");
        assertThat(receive("out")).isEqualTo("a by XML and Java");
    }

    @Test
    void shouldReplaceARouteAndLoseNothingUnderLoad() {
        start();
        become(copy("0"));
        int jobs = 400;
        CompletableFuture<Void> sender = CompletableFuture.runAsync(() -> {
            for (int i = 0; i < jobs; i++) {
                send("in", "m" + i);
            }
        });

        int replaced = 0;
        while (!sender.isDone() || replaced < 10) {
            become(copy(String.valueOf(++replaced)));
        }

        List<String> out = new ArrayList<>();
        for (int i = 0; i < jobs; i++) {
            out.add(receive("out").replaceAll(" by .*", ""));
        }
        assertThat(out).doesNotHaveDuplicates().doesNotContainNull();
        send("in", "last");
        assertThat(receive("out")).isEqualTo("last by " + replaced);
    }

    @Test
    void shouldLetARouteEndWhatItHasInHandBeforeItIsReplaced() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        Slow slow = new Slow(entered, leave);
        running = RunningEngine.in(dir)
                .channels(CHANNELS)
                .application("slow", slow)
                .start();
        become(file("""
                - route:
                    id: copy
                    from:
                      uri: channel:in
                      steps:
                        - to: bean:slow
                        - setBody: {simple: "${body} by old"}
                        - to: channel:out
                """));
        send("in", "a");
        entered.await();

        CompletableFuture<Void> replacing = CompletableFuture.runAsync(() -> become(copy("new")));
        await().during(Duration.ofMillis(300)).until(() -> !replacing.isDone());
        leave.countDown();
        replacing.join();

        assertThat(receive("out")).isEqualTo("a by old");
        send("in", "b");
        assertThat(receive("out")).isEqualTo("b by new");
    }

    /** So that it can be called from Camel, which needs a public class. */
    public static final class Slow {
        private final CountDownLatch entered;
        private final CountDownLatch leave;

        Slow(CountDownLatch entered, CountDownLatch leave) {
            this.entered = entered;
            this.leave = leave;
        }

        /** Waits until it may go on. */
        public void call() throws InterruptedException {
            entered.countDown();
            leave.await();
        }
    }

    @Test
    void shouldChangeNothingIfOneFileIsWrong() {
        start();
        become(copy("one"));

        assertThatThrownBy(
                        () -> become(copy("two"), new RouteFile("broken.yaml", "- route:\n    from: {uri: nowhere:x}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("broken.yaml")
                .hasMessageContaining("nowhere");

        send("in", "a");
        assertThat(receive("out")).isEqualTo("a by one");
    }

    @Test
    void shouldNameTheJarOfAComponentThatIsMissing() {
        start();

        assertThatThrownBy(() -> become(file("- from: {uri: 'channel:in', steps: [{to: 'smtp:mail.example'}]}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("copy.camel.yaml")
                .hasMessageContaining("org.apache.camel:camel-mail:")
                .hasMessageContaining("lib/");
    }

    @Test
    void shouldPutTheOldRouteBackIfTheNewOneDoesNotStart() {
        start();
        become(copy("one"));

        assertThatThrownBy(() -> become(file("""
                        - route:
                            id: other
                            from:
                              uri: file:/proc/self/no-such-folder
                              parameters: {startingDirectoryMustExist: true, autoCreate: false}
                              steps: [{to: "channel:out"}]
                        """)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("copy.camel.yaml");

        send("in", "a");
        assertThat(receive("out")).isEqualTo("a by one");
    }

    @Test
    void shouldRefuseTwoRoutesOfOneIdAndTheSystemsOwn() {
        start();

        assertThatThrownBy(() ->
                        become(copy("one"), new RouteFile("z.yaml", copy("two").text())))
                .hasMessageContaining("z.yaml")
                .hasMessageContaining("copy.camel.yaml");
    }

    @Test
    void shouldRefuseARouteThatTakesWhatBelongsToAFlow() {
        start();

        assertThatThrownBy(() -> become(
                        new RouteFile("thief.yaml", "- from: {uri: 'channel:step', steps: [{to: 'channel:out'}]}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("thief.yaml")
                .hasMessageContaining("step");
    }

    @Test
    void shouldLetStepsWaitWhileTheRouteThatTheyCallIsReplaced() {
        start();
        become(greet("0"));
        int jobs = 100;
        for (int i = 0; i < jobs; i++) {
            running.engine().submit("greetings", "x", "c" + i, Priority.NORMAL);
        }

        for (int i = 1; i <= 20; i++) {
            become(greet(String.valueOf(i)));
        }

        for (int i = 0; i < jobs; i++) {
            assertThat(running.ended("c" + i).state()).isEqualTo(JourneyState.COMPLETED);
        }
    }

    /** Starts the route {@code copy}. */
    public static final class Starter {
        public void start(Exchange exchange) throws Exception {
            exchange.getContext().getRouteController().startRoute("copy");
        }
    }

    @Test
    void shouldLeaveARouteToBeStartedThatDoesNotStartByItself() {
        running = RunningEngine.in(dir)
                .channels(CHANNELS)
                .application("starter", new Starter())
                .start();
        become(file("""
                - route:
                    id: copy
                    autoStartup: false
                    from: {uri: "channel:in", steps: [{to: "channel:out"}]}
                - route:
                    id: starter
                    from: {uri: "channel:step-by-hand", steps: [{to: "bean:starter"}]}
                """));
        assertThat(routes().views("copy.camel.yaml"))
                .extracting(RouteView::state)
                .containsExactly("Stopped", "Started");

        send("in", "a");
        send("step-by-hand", "now");

        assertThat(receive("out")).isEqualTo("a");
    }

    @Test
    void shouldTakeOutTheRoutesOfAFileThatHasGone() {
        start();
        become(copy("one"));

        become();

        send("in", "a");
        assertThat(running.browse("in")).hasSize(1);
        assertThat(routes().files()).isEmpty();
    }

    @Test
    void shouldKeepTheOldRouteIfItDoesNotEnd() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        running = RunningEngine.in(dir)
                .channels(CHANNELS)
                .application("slow", new Slow(entered, leave))
                .start();
        become(file("""
                - from:
                    uri: channel:in
                    parameters: {consumers: 1}
                    steps: [{to: "bean:slow"}, {to: "channel:out"}]
                """));
        send("in", "a");
        entered.await();

        assertThatThrownBy(() -> routes().become(List.of(copy("new")), Duration.ofMillis(200)))
                .isInstanceOfSatisfying(
                        RenkeiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.ROUTE_BUSY));

        leave.countDown();
        send("in", "b");
        assertThat(List.of(receive("out"), receive("out"))).containsExactlyInAnyOrder("a", "b");
    }

    private void start() {
        running = RunningEngine.in(dir).channels(CHANNELS).flow(FLOW).start();
    }

    private UserRoutes routes() {
        return running.engine().userRoutes();
    }

    private void become(RouteFile... files) {
        routes().become(List.of(files));
    }

    private static RouteFile copy(String by) {
        return file("""
                - route:
                    id: copy
                    from:
                      uri: channel:in
                      steps:
                        - setBody: {simple: "${body} by %s"}
                        - to: channel:out
                """.formatted(by));
    }

    private static RouteFile greet(String by) {
        return file("- from: {uri: 'direct:greet', steps: [{setBody: {constant: 'hello %s'}}]}".formatted(by));
    }

    private static RouteFile file(String yaml) {
        return new RouteFile("copy.camel.yaml", yaml);
    }

    private void send(String channel, String text) {
        try (JMSContext jms = running.connect()) {
            jms.createProducer().send(jms.createQueue(channel), text);
        }
    }

    private String receive(String channel) {
        try (JMSContext jms = running.connect()) {
            return jms.createConsumer(jms.createQueue(channel)).receiveBody(String.class, PATIENCE.toMillis());
        }
    }
}
