package org.renkei.services.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelState;
import org.renkei.services.config.StopConfig;
import org.renkei.services.pending.FakeChannel;
import org.renkei.services.pending.FakeChannels;
import org.renkei.services.pending.FlowChannels;
import org.renkei.services.pending.JobPlace;
import org.renkei.services.pending.PendingChecks;
import org.renkei.services.pending.TrackedJobs;

class StoppingTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final FakeChannels channels = new FakeChannels();
    private final FakeChannel in = channels.add("mail-in", ChannelKind.VOLATILE);
    private final FakeChannel step = channels.add("mail-send", ChannelKind.VOLATILE);
    private volatile Runnable whenApplicationsStart = () -> {};
    private volatile Runnable whenApplicationsStop = () -> {};
    private volatile boolean broken;

    private final Lifecycle lifecycle = new Lifecycle(
            List.of(
                    stage("broker", () -> {}, () -> journal.add("step " + stateOf(step))),
                    stage(Stopping.APPLICATIONS, () -> whenApplicationsStart.run(), () -> {
                        journal.add("step " + stateOf(step));
                        whenApplicationsStop.run();
                    }),
                    stage(Stopping.ENTRANCES, () -> {}, () -> journal.add("in " + stateOf(in)))),
            Progress.SILENT);
    private final Stopping stopping = new Stopping(
            lifecycle, this::parts, new StopConfig(SOON, SOON, SOON), Clock.systemUTC(), () -> journal.add("halt"));

    private final StopParts parts = new StopParts(
            new PendingChecks(
                    channels,
                    () -> new FlowChannels(Set.of("mail-in"), Set.of("mail-send"), Set.of()),
                    new FakeTracking(),
                    Map::of),
            new VolatileEntrances(channels, () -> Set.of("mail-in")),
            within -> journal.add("lost tracked"));

    @Test
    void shouldRefuseAllVolatileSendersBeforeTheLastCheckAndNotBeforeTheApplicationsHaveEnded() throws Exception {
        lifecycle.start();
        stopping.stop();
        stopping.awaitStopped();
        assertThat(journal)
                .containsExactly(
                        "in DRAINING", "-entrances", "step ACTIVE", "-applications", "step DRAINING", "-broker");
    }

    @Test
    void shouldTakeSendersAgainWhenTheLastCheckRefuses() {
        // Given
        lifecycle.start();
        whenApplicationsStop = step::withMessage;
        // When
        stopping.stop();
        // Then
        await().until(() -> stopping.lastRefusal().isPresent());
        assertThat(lifecycle.state()).isEqualTo(LifecycleState.RUNNING);
        assertThat(stopping.progress()).isEmpty();
        assertThat(stateOf(in)).isEqualTo(ChannelState.ACTIVE);
        assertThat(stateOf(step)).isEqualTo(ChannelState.ACTIVE);
    }

    @Test
    void shouldLeaveAChannelStoppedThatWasStoppedMeanwhile() {
        lifecycle.start();
        whenApplicationsStop = () -> {
            step.withMessage();
            in.stop();
        };
        stopping.stop();
        await().until(() -> stopping.lastRefusal().isPresent());
        assertThat(stateOf(in)).isEqualTo(ChannelState.STOPPED);
    }

    @Test
    void shouldRunOnAfterAnErrorAndStopTheNextTime() throws Exception {
        // Given
        lifecycle.start();
        broken = true;
        // When
        stopping.drainAndStop(SOON);
        await().until(() -> stopping.progress().isEmpty());
        assertThatThrownBy(stopping::stop).isInstanceOf(StackOverflowError.class);
        // Then
        assertThat(lifecycle.state()).isEqualTo(LifecycleState.RUNNING);
        assertThat(stopping.lastRefusal()).isEmpty();
        broken = false;
        stopping.stop();
        stopping.awaitStopped();
    }

    @Test
    void shouldNotTrackWhatIsLostWhileARefusedStopStartsTheApplicationsAgain() throws Exception {
        // Given
        CountDownLatch restarting = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        lifecycle.start();
        whenApplicationsStop = step::withMessage;
        whenApplicationsStart = () -> {
            journal.add("restarting");
            restarting.countDown();
            awaitQuietly(goOn);
            journal.add("+applications");
        };
        stopping.stop();
        restarting.await();
        // When
        Thread force = new Thread(stopping::force, "test-force");
        force.start();
        await().until(() -> force.getState() == Thread.State.BLOCKED);
        goOn.countDown();
        stopping.awaitStopped();
        // Then
        assertThat(journal)
                .containsSubsequence("restarting", "+applications", "-applications", "lost tracked", "-broker")
                .doesNotContain("halt");
        assertThat(journal.lastIndexOf("+applications")).isLessThan(journal.indexOf("lost tracked"));
    }

    private StopParts parts() {
        return parts;
    }

    private static ChannelState stateOf(FakeChannel channel) {
        return channel.figures().state();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Stage stage(String name, Runnable start, Runnable stop) {
        return new Stage(
                name,
                "",
                "",
                start::run,
                within -> {
                    stop.run();
                    journal.add("-" + name);
                },
                Optional::empty);
    }

    private final class FakeTracking implements TrackedJobs {
        @Override
        public long openBranches() {
            if (broken) {
                throw new StackOverflowError("as an example");
            }
            return parts.pending().takeQuickly().queued();
        }

        @Override
        public long inJoins() {
            return 0;
        }

        @Override
        public List<JobPlace> openPlaces(int limit) {
            return List.of();
        }

        @Override
        public Optional<String> stateOf(String job) {
            return Optional.empty();
        }
    }
}
