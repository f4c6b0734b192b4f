package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.dead.RetryFrom;
import org.renkei.routes.dead.Selection;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.routes.flow.FlowSource;
import org.renkei.tracking.flow.FlowVersion;
import org.renkei.tracking.journey.JourneyState;

/** Flows that come, are replaced and go while the system runs (B2). */
class DeploymentTest {
    private static final String CHANNELS =
            "in: {kind: persistent}\none: {kind: persistent}\ntwo: {kind: persistent}\nthree: {kind: persistent}\n";
    private static final String FIRST = """
            flow: f
            start: in
            steps:
              one: {channel: one, bean: gate, next: two}
              two: {channel: two, bean: old, next: end}
            """;
    private static final String SECOND = """
            flow: f
            start: in
            steps:
              one: {channel: one, bean: gate, next: three}
              three: {channel: three, bean: fresh, next: end}
            """;

    @TempDir
    Path dir;

    private final List<String> calls = new CopyOnWriteArrayList<>();
    private volatile CountDownLatch gate = new CountDownLatch(0);
    private RunningEngine renkei;

    @AfterEach
    void stop() {
        gate.countDown();
        if (renkei != null) {
            renkei.close();
        }
    }

    private void start(String flow) {
        renkei = RunningEngine.in(dir)
                .channels(CHANNELS)
                .file("flows/f.yaml", flow)
                .application("gate", (Application) job -> {
                    gate.await();
                    return Outcome.done();
                })
                .application("old", noting("old"))
                .application("fresh", noting("fresh"))
                .application("broken", (Application) job -> Outcome.failed("no such customer"))
                .start();
    }

    private Application noting(String name) {
        return job -> {
            calls.add(name + " " + job.correlationId());
            return Outcome.done();
        };
    }

    private Flow deploy(String yaml) {
        Flow flow = FlowFiles.parse(new FlowSource(dir.resolve("flows/f.yaml").toString(), yaml, null));
        renkei.engine().deploy(List.of(flow), "admin");
        return flow;
    }

    private void submit(String correlation) {
        renkei.engine().submit("f", "x", correlation, Priority.NORMAL);
    }

    @Test
    void b2_shouldEndEachJobOnTheVersionThatItBeganWith() {
        start(FIRST);
        gate = new CountDownLatch(1);
        submit("A");
        await().until(() -> renkei.find("A") != null);
        Flow second = deploy(SECOND);
        submit("B");
        await().until(() -> renkei.find("B") != null);

        gate.countDown();

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(renkei.ended("B").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(calls).containsExactlyInAnyOrder("old A", "fresh B");
        assertThat(renkei.find("A").version()).isNotEqualTo(second.version());
        assertThat(renkei.find("B").version()).isEqualTo(second.version());
    }

    @Test
    void b2_shouldEndEachJobOnTheVersionThatItBeganWithAfterARestart() throws IOException {
        start(FIRST);
        gate = new CountDownLatch(1);
        submit("A");
        await().until(() -> renkei.find("A") != null);
        renkei.engine().stopEntrances(Duration.ofSeconds(5));
        renkei.engine().stopApplications(Duration.ofMillis(100));
        renkei.stop();
        gate.countDown();
        Files.writeString(dir.resolve("flows/f.yaml"), SECOND);

        renkei.start();
        submit("B");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(renkei.ended("B").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(calls).containsExactlyInAnyOrder("old A", "fresh B");
    }

    @Test
    void b2_shouldChangeNothingIfAnythingIsWrong() {
        start(FIRST);
        Flow first = renkei.engine().flow("f");
        Flow other = FlowFiles.parse(
                new FlowSource(dir.resolve("flows/g.yaml").toString(), SECOND.replace("flow: f", "flow: g"), null));
        Flow broken = FlowFiles.parse(new FlowSource(
                dir.resolve("flows/f.yaml").toString(), SECOND.replace("bean: fresh", "bean: frsh"), null));

        assertThatThrownBy(() -> renkei.engine().deploy(List.of(other, broken), "admin"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("f.yaml:5: steps.three.bean names the application 'frsh'");
        assertThatThrownBy(() -> deploy(SECOND.replace("bean: fresh", "uri: 'nosuch:thing'")))
                .isInstanceOf(RenkeiException.class)
                .hasMessageContaining("nosuch");
        assertThatThrownBy(() -> deploy(SECOND.replace("next: three", "next: {when: '${nonsense', to: three}")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("steps.one.next");

        assertThat(renkei.engine().flows()).containsExactly(first);
        assertThat(renkei.engine().versions("f")).hasSize(1);
        submit("A");
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(calls).containsExactly("old A");
    }

    @Test
    void b2_shouldForgetAVersionThatNoJobIsOn() {
        start(FIRST);
        gate = new CountDownLatch(1);
        submit("A");
        await().until(() -> renkei.find("A") != null);
        Flow second = deploy(SECOND);
        assertThat(renkei.engine().versions()).hasSize(2);

        gate.countDown();
        renkei.ended("A");

        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(renkei.engine().versions()).containsExactly(second));
        deploy(FIRST);
        submit("C");
        assertThat(renkei.ended("C").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(calls).containsExactly("old A", "old C");
    }

    @Test
    void b2_shouldTellOfEveryVersionTheLastOneFirst() {
        start(FIRST);
        Flow first = renkei.engine().flow("f");
        Flow second = deploy(SECOND);
        deploy(SECOND);

        List<FlowVersion> versions = renkei.engine().versions("f");

        assertThat(versions).extracting(FlowVersion::version).containsExactly(second.version(), first.version());
        assertThat(versions).extracting(FlowVersion::deployedBy).containsExactly("admin", "start");
        assertThat(versions).extracting(FlowVersion::yaml).containsExactly(SECOND, FIRST);
    }

    @Test
    void b2_shouldDeployAFlowThatIsNewAndDeleteItWhenItHasNoJobs() {
        start(FIRST);
        renkei.engine().delete("f");
        assertThatThrownBy(() -> submit("A")).hasMessageContaining("there is no flow 'f'");

        deploy(SECOND);
        gate = new CountDownLatch(1);
        submit("B");
        await().until(() -> renkei.find("B") != null);

        assertThatThrownBy(() -> renkei.engine().delete("f"))
                .isInstanceOfSatisfying(
                        RenkeiException.class,
                        refused -> assertThat(refused.code()).isEqualTo(ErrorCode.FLOW_IN_USE));
        gate.countDown();
        assertThat(renkei.ended("B").state()).isEqualTo(JourneyState.COMPLETED);
        renkei.engine().awaitTracking(Duration.ofSeconds(10));
        renkei.engine().delete("f");
        assertThat(renkei.engine().flows()).isEmpty();
    }

    @Test
    void b2_shouldTakeADeadLetterUpInThePresentVersion() {
        start(FIRST.replace("bean: old", "bean: broken"));
        submit("A");
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.FAILED);
        Flow mended = deploy(FIRST);

        renkei.engine().deadLetters().retry(Selection.all(), RetryFrom.STEP, "admin");

        await().until(() -> renkei.find("A").state() == JourneyState.COMPLETED);
        assertThat(calls).containsExactly("old A");
        assertThat(mended).isEqualTo(renkei.engine().flow("f"));
    }

    /** Each version passes its own name along, and its last step tells if it gets another. */
    @Test
    void b2_shouldRunEachJobOnOneVersionWhileFlowsAreReplacedUnderLoad() throws Exception {
        Map<String, String> begunOn = new ConcurrentHashMap<>();
        AtomicInteger mixed = new AtomicInteger();
        renkei = RunningEngine.in(dir)
                .channels(CHANNELS)
                .file("flows/f.yaml", FIRST.replace("bean: gate", "bean: begin").replace("bean: old", "bean: end"))
                .application("begin", (Application) job -> {
                    begunOn.put(job.id(), job.version() + job.step());
                    return Outcome.done();
                })
                .application("end", (Application) job -> {
                    boolean same = (job.version() + "one").equals(begunOn.get(job.id()));
                    mixed.addAndGet(same ? 0 : 1);
                    calls.add(job.id());
                    return Outcome.done();
                })
                .start();
        String first = FIRST.replace("bean: gate", "bean: begin").replace("bean: old", "bean: end");
        String second = SECOND.replace("bean: gate", "bean: begin").replace("bean: fresh", "bean: end");
        int jobs = 1_500;
        Thread producer = new Thread(() -> {
            try (JMSContext shop = renkei.connect()) {
                for (int i = 0; i < jobs; i++) {
                    shop.createProducer().setJMSCorrelationID("J" + i).send(shop.createQueue("in"), "x");
                }
            }
        });
        producer.start();

        int deployments = 0;
        while (calls.size() < jobs && deployments < 200) {
            deploy(deployments++ % 2 == 0 ? second : first);
        }
        producer.join();

        await().atMost(Duration.ofMinutes(1)).until(() -> calls.size() >= jobs);
        renkei.awaitCount(JourneyState.COMPLETED, jobs);
        assertThat(calls).hasSize(jobs).doesNotHaveDuplicates();
        assertThat(mixed).hasValue(0);
        assertThat(deployments).isGreaterThan(10);
    }
}
