package org.renkei.broker.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.junit.jupiter.api.Test;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;

class FetchedTest {

    private static final Duration NOW = Duration.ZERO;

    @Test
    void b10_shouldHoldUpNothingWithWhatCannotBeReadAtAll() throws InterruptedException {
        Fetched fetched = new Fetched(2);
        CoreMessage malformed = new CoreMessage(7, 64) {
            @Override
            public CoreMessage toCore() {
                throw new IllegalStateException("malformed");
            }
        };
        malformed.setDurable(true);
        give(fetched, malformed, 3);

        Arrival arrival = fetched.poll(NOW);

        assertThat(arrival.number()).isEqualTo(7);
        assertThat(arrival.message().isDurable()).isTrue();
        ChannelMessage read = WireMessage.received(arrival, "key", 0, Instant.now());
        assertThat(read.id()).isEqualTo("ID:7");
        assertThat(read.deliveries()).isEqualTo(2);
        assertThat(read.body()).isInstanceOf(Body.Sealed.class);
    }

    @Test
    void shouldTellTheQueueOnceThatThereIsRoomAgain() throws InterruptedException {
        Fetched fetched = new Fetched(4);
        fetchMostAhead(fetched);
        for (int i = 0; i < 4; i++) {
            assertThat(fetched.hasCredits(null)).isTrue();
            give(fetched, new CoreMessage(i, 64), 1);
        }
        assertThat(fetched.hasCredits(null)).isFalse();

        fetched.poll(NOW);
        assertThat(fetched.hasRoomAgain()).isFalse();
        fetched.poll(NOW);
        assertThat(fetched.hasRoomAgain()).isTrue();
        assertThat(fetched.hasRoomAgain()).isFalse();
    }

    @Test
    void shouldFetchAheadAsMuchAsThePaceAllows() throws InterruptedException {
        Fetched fetched = new Fetched(4);
        assertThat(fetched.hasCredits(null)).isFalse();

        fetched.fetchMoreAhead(2);
        assertThat(fetched.hasCredits(null)).isTrue();
        give(fetched, new CoreMessage(1, 64), 1);
        assertThat(fetched.hasCredits(null)).isFalse();

        fetched.fetchMoreAhead(2);
        give(fetched, new CoreMessage(2, 64), 1);
        assertThat(fetched.hasCredits(null)).isFalse();

        fetched.fetchNoneAhead();
        fetched.poll(NOW);
        fetched.poll(NOW);
        assertThat(fetched.hasCredits(null)).isFalse();
    }

    private static void fetchMostAhead(Fetched fetched) {
        for (int i = 0; i < 4; i++) {
            fetched.fetchMoreAhead(Long.MAX_VALUE);
        }
    }

    @Test
    void shouldTakeOneAtATimeAndOnlyWhenAsked() throws InterruptedException {
        Fetched fetched = new Fetched(0);
        assertThat(fetched.hasCredits(null)).isFalse();

        fetched.ask();
        assertThat(fetched.hasCredits(null)).isTrue();
        give(fetched, new CoreMessage(1, 64), 1);

        assertThat(fetched.hasCredits(null)).isFalse();
        assertThat(fetched.poll(NOW).number()).isEqualTo(1);
        assertThat(fetched.hasCredits(null)).isFalse();
    }

    @Test
    void shouldEndAtTheEndThatWasAskedFor() throws InterruptedException {
        Fetched fetched = new Fetched(4);
        fetched.end(1);
        give(fetched, new CoreMessage(5, 64), 1);
        fetched.end(2);
        give(fetched, new CoreMessage(6, 64), 1);

        assertThat(fetched.pollUntil(2, NOW).number()).isEqualTo(5);
        assertThat(fetched.pollUntil(2, NOW)).isNull();
        assertThat(fetched.poll(NOW).number()).isEqualTo(6);
        assertThat(fetched.isEmpty()).isTrue();
    }

    private static void give(Fetched fetched, CoreMessage message, int deliveries) {
        fetched.sendMessage(MessageReference.Factory.createReference(message, null), null, deliveries);
    }
}
