package org.renkei.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.renkei.testkit.JobAssert.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.config.ConfigException;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;

/** The test kit, as users' tests call it. */
class TestRenkeiTest {
    @TempDir
    private Path dir;

    @Test
    void shouldRunAFlowInMemory() throws IOException {
        Path flow = flow("""
                flow: greetings
                start: greeting-in
                accept: {format: json}
                record: {name: "${body[name]}"}
                steps:
                  greet: {channel: greeting-do, bean: greet, next: polish}
                  polish: {channel: greeting-polish, bean: polish, method: toUpperCase, next: end}
                """);

        try (TestRenkei renkei = TestRenkei.flow(flow)
                .bean("greet", (Application)
                        job -> Outcome.done("Hello " + job.json(Person.class).name()))
                .bean("polish", new Polish())
                .start()) {
            assertThat(renkei.submit("greetings", "{\"name\": \"Ada\"}"))
                    .isCompleted()
                    .passed("greet", "polish")
                    .recorded("name", "Ada")
                    .hasResult("HELLO ADA");
            assertThat(renkei.submit("greetings", "no JSON")).hasFailed("RNK-3004");
        }
    }

    record Person(String name) {}

    /** Public, as Camel wants it. */
    public static final class Polish {
        public String toUpperCase(String text) {
            return text.toUpperCase(Locale.ROOT);
        }
    }

    @Test
    void shouldLetHoursPassAtOnce() throws IOException {
        Path flow = flow("""
                flow: patient
                start: in
                steps:
                  ask: {channel: ask, bean: ask, retry: {count: 2, delay: 6h}, next: end}
                """);
        AtomicInteger calls = new AtomicInteger();

        try (TestRenkei renkei = TestRenkei.flow(flow)
                .bean("ask", (Application) job -> {
                    if (calls.incrementAndGet() < 3) {
                        throw new IllegalStateException("nobody is there");
                    }
                    return Outcome.done("at last");
                })
                .start()) {
            TestJob job = renkei.submit("patient", "x");
            awaitCalls(calls, 1);
            renkei.advance(Duration.ofHours(7));
            awaitCalls(calls, 2);
            renkei.advance(Duration.ofHours(7));

            assertThat(job).isCompleted().tried("ask", 3).hasResult("at last");
        }
    }

    private static void awaitCalls(AtomicInteger calls, int count) {
        await().until(() -> calls.get() == count);
    }

    @Test
    void shouldTellWhatIsWrong() throws IOException {
        Path flow = flow("{flow: f, start: in, steps: {s: {channel: s, bean: nobody, next: end}}}");
        assertThatThrownBy(() -> TestRenkei.flow(flow).start())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nobody");

        try (TestRenkei renkei = TestRenkei.flow(flow)
                .bean("nobody", (Application) job -> Outcome.done("y"))
                .start()) {
            TestJob job = renkei.submit("f", "x");
            assertThatThrownBy(() -> assertThat(job).passed("other"))
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("job has passed [s] and not [other]");
            assertThatThrownBy(() -> assertThat(job).hasFailed("x"))
                    .hasMessageContaining("job is COMPLETED and not FAILED");
        }
    }

    private Path flow(String yaml) throws IOException {
        return Files.writeString(dir.resolve("flow.yaml"), yaml);
    }
}
