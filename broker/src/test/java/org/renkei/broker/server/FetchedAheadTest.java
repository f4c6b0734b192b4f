package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;

/** A worker's session inside the broker holds nothing that another could do meanwhile. */
class FetchedAheadTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration SLOW = Duration.ofMillis(200);
    private static final int QUICK_ONES = 15;

    @TempDir
    Path folder;

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.in(folder).with("in", ChannelKind.PERSISTENT).start();
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void shouldFetchNothingAheadBeforeItIsKnownHowLongOneTakes() {
        try (ChannelSession first = broker.channels().open("in")) {
            send(2, null);
            assertThat(first.receive(SOON).text("n")).isEqualTo("0");

            try (ChannelSession second = broker.channels().open("in")) {
                assertThat(second.receive(SOON).text("n")).isEqualTo("1");
            }
        }
    }

    @Test
    void shouldGiveBackInOrderWhatItFetchedAheadOfSlowWork() throws InterruptedException {
        send(QUICK_ONES + 10, null);
        try (ChannelSession slow = broker.channels().open("in");
                ChannelSession other = broker.channels().open("in")) {
            List<String> taken = new ArrayList<>(List.of(slow.receive(SOON).text("n")));
            while (taken.size() < QUICK_ONES) {
                taken.add(slow.receiveNow().text("n"));
            }
            Thread.sleep(SLOW.toMillis());
            slow.commit();
            taken.add(slow.receive(SOON).text("n"));

            for (ChannelMessage next = other.receive(SOON); next != null; next = other.receiveNow()) {
                taken.add(next.text("n"));
            }

            assertThat(taken).containsExactlyElementsOf(numbers(QUICK_ONES + 10));
        }
    }

    @Test
    void shouldLeaveItsGroupsToOthersWhenNothingComes() {
        try (ChannelSession first = broker.channels().open("in");
                ChannelSession second = broker.channels().open("in")) {
            send(1, "customer");
            assertThat(first.receive(SOON)).isNotNull();
            first.commit();
            assertThat(first.receive(SHORT)).isNull();

            send(1, "customer");

            assertThat(second.receive(SOON)).isNotNull();
        }
    }

    private void send(int messages, String group) {
        numbers(messages).forEach(n -> broker.channels().send("in", message(n).withGroup(group)));
    }

    private static ChannelMessage message(String n) {
        return ChannelMessage.of("body").withProperties(Map.of("n", n));
    }

    private static List<String> numbers(int messages) {
        return IntStream.range(0, messages).mapToObj(Integer::toString).toList();
    }
}
