package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
import org.renkei.broker.channel.BrowseQuery;
import org.renkei.broker.channel.BrowsedMessage;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.MessagePage;
import org.renkei.broker.config.ByteSize;

/** A channel of which only the first messages are in memory. */
class PagedBrowsingTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int BATCH = 100;
    private static final int MESSAGES = 5_000;

    @TempDir
    Path folder;

    private TestBroker broker;
    private Channel channel;

    @BeforeEach
    void fill() {
        broker = TestBroker.in(folder)
                .with(new BrokerConfig(
                        Listener.anyPort(), Listener.anyPort(), null, ByteSize.ofMebibytes(2), null, null))
                .with("in", ChannelKind.PERSISTENT)
                .start();
        channel = broker.channel("in");
        ChannelMessage kibibyte = ChannelMessage.of("x".repeat(1_024));
        try (ChannelSession session = broker.channels().open("in")) {
            for (int i = 0; i < MESSAGES; i++) {
                session.send("in", kibibyte.withProperties(Map.of("n", i)));
            }
            session.commit();
        }
        await().atMost(SOON).until(() -> channel.figures().current() == MESSAGES);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void shouldShowWhatLiesOnDiskToo() {
        assertThat(numbers(from(null))).isEqualTo(numbers(0));
    }

    /** The broker brings into memory what it is about to hand out: then it lies elsewhere than the cursor says. */
    @Test
    void shouldMissNothingBehindACursorWhenMessagesAreTakenMeanwhile() {
        List<BrowsedMessage> all = from(null);
        String onDisk = all.get(3_999).cursor();
        assertThat(onDisk).startsWith(QueuePlace.Part.PAGES.ordinal() + "_");
        take(3_500);
        assertThat(numbers(from(onDisk))).isEqualTo(numbers(4_000));

        take(1_000);
        assertThat(numbers(from(onDisk))).isEqualTo(numbers(4_500));
        BrowsedMessage late = all.get(4_800);
        assertThat(channel.find(late.message().id(), late.cursor()))
                .get()
                .extracting(BrowsedMessage::message)
                .isEqualTo(late.message());
    }

    private List<BrowsedMessage> from(String cursor) {
        List<BrowsedMessage> seen = new ArrayList<>();
        String after = cursor;
        do {
            MessagePage page = channel.browse(new BrowseQuery(BrowseQuery.GREATEST_LIMIT, after, null));
            seen.addAll(page.messages());
            after = page.next();
        } while (after != null);
        return seen;
    }

    private void take(int messages) {
        long left = channel.figures().current() - messages;
        try (ChannelSession session = broker.channels().open("in")) {
            for (int i = 0; i < messages; i++) {
                assertThat(session.receive(SOON)).isNotNull();
                if (i % BATCH == BATCH - 1) {
                    session.commit();
                }
            }
        }
        await().atMost(SOON)
                .until(() ->
                        channel.figures().current() == left && channel.figures().inProcess() == 0);
    }

    private static List<Integer> numbers(List<BrowsedMessage> messages) {
        return messages.stream().map(one -> one.message().number("n", -1)).toList();
    }

    private static List<Integer> numbers(int from) {
        return IntStream.range(from, MESSAGES).boxed().toList();
    }
}
