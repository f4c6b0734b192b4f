package org.renkei.services.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.services.monitor.Snapshots;
import org.renkei.services.pending.FakeChannels;

/** Several systems in one JVM. */
class ManagementBeansTest {
    private final MBeanServer server = ManagementFactory.getPlatformMBeanServer();

    @Test
    void shouldTellTwoSystemsInOneJvmApart() throws Exception {
        // Given
        FakeChannels ofOne = new FakeChannels();
        ofOne.add("in", ChannelKind.PERSISTENT).withMessage();
        FakeChannels ofOther = new FakeChannels();
        ofOther.add("in", ChannelKind.PERSISTENT);
        // When
        ManagementBeans one = register(ofOne, "/one");
        ManagementBeans other = register(ofOther, "/other");
        // Then
        assertThat(server.getAttribute(channel("/one"), "Current")).isEqualTo(1L);
        assertThat(server.getAttribute(channel("/other"), "Current")).isEqualTo(0L);
        other.close();
        assertThat(server.isRegistered(channel("/one"))).isTrue();
        assertThat(server.isRegistered(channel("/other"))).isFalse();
        one.close();
        assertThat(server.queryNames(new ObjectName("org.renkei:home=\"/one\",*"), null))
                .isEmpty();
    }

    private static ManagementBeans register(FakeChannels channels, String home) {
        Clock clock = Clock.systemUTC();
        RunningFigures figures =
                new RunningFigures("node", Instant.EPOCH, null, channels, new Snapshots(channels, clock), null, clock);
        return ManagementBeans.register(figures, Path.of(home));
    }

    private static ObjectName channel(String home) throws Exception {
        return new ObjectName("org.renkei:type=Channel,home=" + ObjectName.quote(home) + ",name=\"in\"");
    }
}
