package org.renkei.services.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

class LifecycleTest {
    private static final Duration SOON = Duration.ofMillis(200);

    private final List<String> journal = new CopyOnWriteArrayList<>();

    @Test
    void shouldStartInOrderAndStopInReverse() {
        // Given
        Lifecycle lifecycle = new Lifecycle(List.of(stage("a"), stage("b"), stage("c")), Progress.SILENT);
        // When
        lifecycle.start();
        lifecycle.stop(SOON);
        // Then
        assertThat(journal).containsExactly("+a", "+b", "+c", "-c", "-b", "-a");
        assertThat(lifecycle.state()).isEqualTo(LifecycleState.STOPPED);
    }

    @Test
    void shouldUndoWhatWasStartedWhenAStageFails() {
        // Given
        Lifecycle lifecycle = new Lifecycle(
                List.of(stage("database"), stage("broker"), failing("channels", "port 5672 is taken"), stage("routes")),
                Progress.SILENT);
        // When, Then
        assertThatThrownBy(lifecycle::start)
                .isInstanceOfSatisfying(
                        RenkeiException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.STAGE_FAILED))
                .hasMessageContaining("channels")
                .hasMessageContaining("port 5672 is taken");
        assertThat(journal).containsExactly("+database", "+broker", "-broker", "-database");
        assertThat(lifecycle.state()).isEqualTo(LifecycleState.STOPPED);
    }

    @Test
    void shouldLeaveAHungStageBehindAndStopTheOthers() throws Exception {
        // Given
        CountDownLatch never = new CountDownLatch(1);
        Stage hung = new Stage("hung", "", "", () -> {}, within -> never.await(), Optional::empty);
        Lifecycle lifecycle = new Lifecycle(List.of(stage("a"), hung, stage("c")), Progress.SILENT);
        lifecycle.start();
        Instant began = Instant.now();
        // When
        lifecycle.stop(SOON);
        // Then
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(5));
        assertThat(journal).containsExactly("+a", "+c", "-c", "-a");
        assertThat(lifecycle.stages().get(1).state()).isEqualTo(StageState.FAILED);
        never.countDown();
    }

    @Test
    void shouldReportWhatAStageLeftBehindAndStopTheOthers() {
        // Given
        Stage leaving = new Stage(
                "applications",
                "",
                "",
                () -> {},
                within -> {
                    throw new LeftBehind("stock did not end");
                },
                Optional::empty);
        Lifecycle lifecycle = new Lifecycle(List.of(stage("a"), leaving), failures());
        lifecycle.start();
        // When
        lifecycle.stop(SOON);
        // Then
        assertThat(journal).containsExactly("+a", "applications failed: stock did not end", "-a");
        assertThat(lifecycle.stages().get(1).state()).isEqualTo(StageState.FAILED);
        assertThat(lifecycle.state()).isEqualTo(LifecycleState.STOPPED);
    }

    private Progress failures() {
        return new Progress() {
            @Override
            public void started(String stage, Duration took) {}

            @Override
            public void stopped(String stage, Duration took) {}

            @Override
            public void failed(String stage, String reason) {
                journal.add(stage + " failed: " + reason);
            }
        };
    }

    @Test
    void shouldStopTheOthersWhenAStageThrows() {
        // Given
        Stage throwing = new Stage(
                "throwing",
                "",
                "",
                () -> {},
                within -> {
                    throw new IllegalStateException("no");
                },
                Optional::empty);
        Lifecycle lifecycle = new Lifecycle(List.of(stage("a"), throwing), Progress.SILENT);
        lifecycle.start();
        // When
        lifecycle.stop(SOON);
        // Then
        assertThat(journal).containsExactly("+a", "-a");
    }

    @Test
    void shouldStartAgainWhatWasSuspended() {
        // Given
        Lifecycle lifecycle = new Lifecycle(List.of(stage("a"), stage("b"), stage("c")), Progress.SILENT);
        lifecycle.start();
        lifecycle.announceStop();
        lifecycle.suspend("c", SOON);
        lifecycle.suspend("b", SOON);
        // When
        lifecycle.resume();
        // Then
        assertThat(journal).containsExactly("+a", "+b", "+c", "-c", "-b", "+b", "+c");
        assertThat(lifecycle.state()).isEqualTo(LifecycleState.RUNNING);
    }

    @Test
    void shouldPlanTheStopAsItIsDone() {
        Plan plan = Plan.of(List.of(stage("broker"), stage("applications"), stage("entrances"), stage("console")));
        assertThat(plan.start())
                .extracting(LifecycleTest::subject)
                .containsExactly("broker", "applications", "entrances", "console");
        assertThat(plan.stop())
                .extracting(LifecycleTest::subject)
                .containsExactly("pending check", "entrances", "pending check", "applications", "console", "broker");
    }

    private static String subject(String sentence) {
        return sentence.substring(0, sentence.indexOf(':'));
    }

    private Stage stage(String name) {
        return new Stage(
                name, "", "", () -> journal.add("+" + name), within -> journal.add("-" + name), Optional::empty);
    }

    private Stage failing(String name, String reason) {
        return new Stage(
                name,
                "",
                "",
                () -> {
                    throw new IllegalStateException(reason);
                },
                within -> journal.add("-" + name),
                Optional::empty);
    }
}
