package org.renkei.broker.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.renkei.broker.channel.MessageState.IN_PROCESS;
import static org.renkei.broker.channel.MessageState.QUEUED;
import static org.renkei.broker.channel.MessageState.SCHEDULED;

import jakarta.jms.BytesMessage;
import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.MessageConsumer;
import jakarta.jms.ObjectMessage;
import jakarta.jms.Session;
import jakarta.jms.StreamMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.BrowseQuery;
import org.renkei.broker.channel.BrowsedMessage;
import org.renkei.broker.channel.Browsing;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.channel.MessagePage;
import org.renkei.broker.channel.MessageState;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.channel.WalkLimits;

/** What operators see of the messages in channels of every kind. */
class BrowsingTest extends KindsFixture {

    private static final int LISTED_BODY = 4_096;
    private static final int SHOWN_BODY = 1 << 20;

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldShowPageByPageWhatWillBeHandedOutAndTakeNothing(String kind) {
        Channel channel = fresh(kind);
        send(channel, message("late").withNotBefore(Instant.now().plusSeconds(3_600)));
        send(channel, message("low").withPriority(Priority.LOW));
        for (String name : List.of("a", "b", "c")) {
            send(channel, message(name));
        }
        send(channel, message("high").withPriority(Priority.HIGH));
        awaitDepth(channel, 6);

        List<BrowsedMessage> seen = new ArrayList<>();
        String after = null;
        do {
            MessagePage page = channel.browse(new BrowseQuery(2, after, null));
            assertThat(page.complete()).isTrue();
            assertThat(page.messages()).hasSizeLessThanOrEqualTo(2);
            seen.addAll(page.messages());
            after = page.next();
        } while (after != null);

        assertThat(seen).extracting(BrowsingTest::name).containsExactly("high", "a", "b", "c", "low", "late");
        assertThat(seen)
                .extracting(BrowsedMessage::state)
                .containsExactly(QUEUED, QUEUED, QUEUED, QUEUED, QUEUED, SCHEDULED);
        assertThat(channel.figures().current()).isEqualTo(6);
        assertThat(channel.figures().inProcess()).isZero();
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldShowWhatAWorkerHasInHandAndNotWhatIsOnItsWayToIt(String kind) {
        Channel channel = fresh(kind);
        for (String name : List.of("a", "b", "c")) {
            send(channel, message(name));
        }
        try (ChannelSession session = broker.channels().open(channel.name())) {
            assertThat(session.receive(SOON).text("n")).isEqualTo("a");

            assertThat(states(channel)).isEqualTo(Map.of("a", IN_PROCESS, "b", QUEUED, "c", QUEUED));
            session.rollback();
        }
        await().atMost(SOON).until(() -> states(channel).equals(Map.of("a", QUEUED, "b", QUEUED, "c", QUEUED)));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldShowWhatAProgramHasInHandFirst(String kind) throws JMSException {
        Channel channel = fresh(kind);
        send(channel, message("a"));
        send(channel, message("b"));
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            MessageConsumer consumer = session.createConsumer(session.createQueue(channel.name()));
            assertThat(consumer.receive(SOON.toMillis())).isNotNull();
            await().atMost(SOON).until(() -> channel.figures().inProcess() == 2);
            send(channel, message("urgent").withPriority(Priority.HIGH));
            await().atMost(SOON).until(() -> channel.figures().current() == 3);

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(
                                    channel.browse(BrowseQuery.first(10)).messages())
                            .filteredOn(message -> message.state() == IN_PROCESS)
                            .extracting(BrowsingTest::name)
                            .contains("a", "b"));
            session.rollback();
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldFindATextWhereverItIs(String kind) {
        Channel channel = fresh(kind);
        send(channel, message("1").withCorrelationId("Order-4711"));
        send(channel, message("2").withProperties(Map.of("n", "2", "customer", "order-4711 Ltd")));
        send(channel, message("3").withBody(Body.of("{\"id\":\"ORDER-4711\"}")));
        send(channel, message("4").withBody(Body.of("x".repeat(60_000) + "order-4711")));
        send(channel, message("5").withBody(Body.of("x".repeat(70_000) + "order-4711")));
        send(channel, message("6").withBody(new Body.Fields(Map.of("id", "order-4711"))));
        send(channel, message("7").withBody(new Body.Values(List.of(1, "order-4711"))));
        send(channel, message("8"));
        awaitDepth(channel, 8);

        MessagePage page = channel.browse(new BrowseQuery(20, null, "order-4711"));

        assertThat(page.messages()).extracting(BrowsingTest::name).containsExactly("1", "2", "3", "4", "6", "7");
        assertThat(page.searched()).isEqualTo(8);
        assertThat(page.messages().get(3).message().body()).isEqualTo(Body.of("x".repeat(LISTED_BODY)));
        String id = page.messages().get(1).message().id();
        assertThat(channel.browse(new BrowseQuery(20, null, id)).messages())
                .singleElement()
                .extracting(BrowsingTest::name)
                .isEqualTo("2");
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldLookAtSoManyAtTheMostAndGoOnFromThere(String kind) {
        Channel channel = fresh(kind);
        fill(channel, Browsing.MOST_SEARCHED + 5);
        awaitDepth(channel, Browsing.MOST_SEARCHED + 5);

        String after = null;
        long searched = 0;
        MessagePage page;
        do {
            page = channel.browse(new BrowseQuery(10, after, "needle"));
            assertThat(page.searched()).isLessThanOrEqualTo(Browsing.MOST_SEARCHED);
            searched += page.searched();
            assertThat(page.complete()).isEqualTo(page.next() == null);
            after = page.next();
            assertThat(page.messages()).hasSize(after == null ? 1 : 0);
        } while (after != null);

        assertThat(searched).isEqualTo(Browsing.MOST_SEARCHED + 5);
        BrowsedMessage last = page.messages().get(0);
        assertThat(channel.find(last.message().id(), null)).isEmpty();
        assertThat(channel.find(last.message().id(), last.cursor()))
                .get()
                .extracting(BrowsingTest::name)
                .isEqualTo("needle");
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldShowOneAtLeastHoweverLongTheWayToItTook(String kind) {
        Channel channel = fresh(kind);
        send(channel, message("late").withNotBefore(Instant.now().plusSeconds(3_600)));
        for (String name : List.of("a", "b", "c")) {
            send(channel, message(name));
        }
        awaitDepth(channel, 4);
        Browsing hasty = hasty(channel, new WalkLimits(Duration.ofMinutes(1), Duration.ZERO));

        List<BrowsedMessage> seen = new ArrayList<>();
        String after = null;
        do {
            MessagePage page = hasty.page(new BrowseQuery(10, after, null));
            assertThat(page.messages()).hasSizeLessThanOrEqualTo(1);
            assertThat(page.next()).isNotEqualTo(after == null ? "" : after);
            seen.addAll(page.messages());
            after = page.next();
        } while (after != null);

        assertThat(seen).extracting(BrowsingTest::name).containsExactly("a", "b", "c", "late");
        BrowsedMessage last = seen.get(3);
        assertThat(hasty.find(last.message().id(), null)).isEmpty();
        assertThat(hasty.find(last.message().id(), last.cursor())).isPresent();
    }

    /** Better than an empty page, again and again. */
    @ParameterizedTest
    @ValueSource(strings = {"persistent", "volatile"})
    void shouldSayThatAPlaceIsTooFarToReach(String kind) {
        Channel channel = fresh(kind);
        send(channel, message("a"));
        send(channel, message("b"));
        awaitDepth(channel, 2);
        Browsing hasty = hasty(channel, new WalkLimits(Duration.ZERO, Duration.ofMinutes(1)));

        List<BrowsedMessage> all = hasty.page(BrowseQuery.first(10)).messages();
        BrowsedMessage last = all.get(1);

        assertThat(all).extracting(BrowsingTest::name).containsExactly("a", "b");
        assertThatThrownBy(() -> hasty.page(new BrowseQuery(10, last.cursor(), null)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'" + last.cursor() + "' was not reached within 0.0 s")
                .hasMessageContaining("search");
        assertThatThrownBy(() -> hasty.find(last.message().id(), last.cursor()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("was not reached");
    }

    private static Browsing hasty(Channel channel, WalkLimits limits) {
        return new Browsing(((LiveChannel) channel).queue(), id -> false, limits);
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldReadNoMoreOfALargeBodyThanItShows(String kind) throws JMSException {
        Channel channel = fresh(kind);
        String text = "é€🚚".repeat(400_000);
        byte[] bytes = new byte[3_000_000];
        bytes[5] = 7;
        for (Protocol protocol : Protocol.values()) {
            try (Connection connection = broker.connect(protocol);
                    Session session = connection.createSession()) {
                send(channel, session, session.createTextMessage(text));
                BytesMessage large = session.createBytesMessage();
                large.writeBytes(bytes);
                send(channel, session, large);
            }
        }
        awaitDepth(channel, 4);

        List<BrowsedMessage> listed = channel.browse(BrowseQuery.first(10)).messages();

        assertThat(listed).extracting(BrowsedMessage::bodyCut).containsOnly(true);
        for (int i = 0; i < 4; i++) {
            BrowsedMessage shown =
                    channel.find(listed.get(i).message().id(), null).orElseThrow();
            assertThat(shown.bodyCut()).isTrue();
            assertThat(shown.message().text("n")).isEqualTo("large");
            assertThat(shown.message().correlationId()).isEqualTo("c-1");
            assertThat(shown.message().type()).isEqualTo("type");
            for (BrowsedMessage one : List.of(listed.get(i), shown)) {
                int most = one == shown ? SHOWN_BODY : LISTED_BODY;
                if (i % 2 == 0) {
                    String start = ((Body.Text) one.message().body()).text();
                    assertThat(text).startsWith(start);
                    assertThat(start.length()).isBetween(most / 3, most);
                    assertThat(one.bodySize()).isGreaterThanOrEqualTo(text.length());
                } else {
                    byte[] start = ((Body.Bytes) one.message().body()).bytes();
                    assertThat(start).hasSize(most).startsWith(0, 0, 0, 0, 0, 7, 0);
                    assertThat(one.bodySize()).isEqualTo(bytes.length);
                }
            }
        }
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldShowEveryShapeOfBodyAndTheBeginningOfLongOnes(String kind) throws JMSException {
        Channel channel = fresh(kind);
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession()) {
            send(channel, session, session.createMessage());
            send(channel, session, session.createTextMessage("back\\slash\0" + "\0".repeat(LISTED_BODY)));
            MapMessage map = session.createMapMessage();
            StreamMessage stream = session.createStreamMessage();
            for (int i = 0; i < 5_000; i++) {
                map.setLong("field" + i, i);
                stream.writeString("value " + i);
            }
            send(channel, session, map);
            send(channel, session, stream);
        }
        awaitDepth(channel, 4);

        List<Body> bodies = channel.browse(BrowseQuery.first(10)).messages().stream()
                .map(message -> message.message().body())
                .toList();

        assertThat(bodies.get(0)).isEqualTo(Body.EMPTY);
        assertThat(((Body.Text) bodies.get(1)).text()).startsWith("back\\slash\0\0\0");
        Map<String, Object> fields = ((Body.Fields) bodies.get(2)).fields();
        assertThat(fields).hasSizeBetween(50, 1_000);
        fields.forEach((name, value) -> assertThat(name).isEqualTo("field" + value));
        List<Object> values = ((Body.Values) bodies.get(3)).values();
        assertThat(values).hasSizeBetween(50, 1_000);
        assertThat(values)
                .isEqualTo(IntStream.range(0, values.size())
                        .mapToObj(i -> "value " + i)
                        .toList());
    }

    @ParameterizedTest
    @ValueSource(strings = {"persistent", "volatile"})
    void shouldInflateWhatIsCompressedNoFurtherThanItShows(String kind) throws JMSException {
        Channel channel = fresh(kind);
        ActiveMQConnectionFactory compressing = broker.core("shop", broker.password());
        compressing.setCompressLargeMessage(true);
        compressing.setMinLargeMessageSize(10_000);
        try (Connection connection = compressing.createConnection();
                Session session = connection.createSession()) {
            send(channel, session, session.createTextMessage("compress me ".repeat(100_000)));
        }
        awaitDepth(channel, 1);

        BrowsedMessage seen = channel.browse(BrowseQuery.first(1)).messages().get(0);

        assertThat(((Body.Text) seen.message().body()).text())
                .hasSize(LISTED_BODY)
                .startsWith("compress me compress");
        assertThat(seen.bodySize()).isBetween(1_199_990L, 1_200_010L);
        assertThat(seen.bodyCut()).isTrue();
    }

    @Test
    void shouldNeverOpenASerialisedObject() throws JMSException {
        Channel channel = fresh("persistent");
        try (Connection connection = broker.connect(Protocol.CORE);
                Session session = connection.createSession()) {
            ObjectMessage object = session.createObjectMessage(new ArrayList<>(List.of("x")));
            send(channel, session, object);
        }
        awaitDepth(channel, 1);

        assertThat(channel.browse(BrowseQuery.first(1))
                        .messages()
                        .get(0)
                        .message()
                        .body())
                .isInstanceOf(Body.Sealed.class);
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void shouldRefuseWhatIsNoPlaceAndNoLimit(String kind) {
        Channel channel = fresh(kind);

        for (String nonsense : List.of("x", "", "1_", "_1", "99_1", "1_2_3_4_5", "-1_1", "9_1_1_1")) {
            assertThatThrownBy(() -> channel.browse(new BrowseQuery(1, nonsense, null)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("'" + nonsense + "'");
        }
        assertThatThrownBy(() -> BrowseQuery.first(0)).hasMessage("limit must be 1 to 200, was 0");
        assertThatThrownBy(() -> BrowseQuery.first(201)).hasMessage("limit must be 1 to 200, was 201");
        assertThat(channel.browse(BrowseQuery.first(200))).isEqualTo(new MessagePage(List.of(), 0, true, null));
        assertThat(channel.find("ID:nothing", null)).isEmpty();
    }

    /** Numbers given by the queue, not ids: a transaction that commits late lies behind what was sent after it. */
    @ParameterizedTest
    @ValueSource(strings = {"persistent", "volatile"})
    void shouldMissNothingOfATransactionThatCommitsLate(String kind) throws JMSException {
        Channel channel = fresh(kind);
        try (Connection connection = broker.connect(Protocol.CORE);
                Session late = connection.createSession(true, Session.SESSION_TRANSACTED)) {
            send(channel, late, late.createTextMessage("late"));
            send(channel, message("early"));
            send(channel, message("middle"));
            late.commit();
        }
        awaitDepth(channel, 3);

        MessagePage first = channel.browse(BrowseQuery.first(2));
        MessagePage second = channel.browse(new BrowseQuery(2, first.next(), null));

        assertThat(first.messages()).extracting(BrowsingTest::name).containsExactly("early", "middle");
        assertThat(second.messages()).extracting(BrowsingTest::name).containsExactly("large");
    }

    private static void send(Channel channel, Session session, Message message) throws JMSException {
        message.setStringProperty("n", "large");
        message.setJMSCorrelationID("c-1");
        message.setJMSType("type");
        session.createProducer(session.createQueue(channel.name())).send(message);
    }

    private static void fill(Channel channel, int messages) {
        ChannelMessage body = ChannelMessage.of("x");
        try (ChannelSession session = broker.channels().open(channel.name())) {
            for (int i = 1; i < messages; i++) {
                session.send(channel.name(), body.withProperties(Map.of("n", "n" + i)));
            }
            session.send(channel.name(), message("needle"));
            session.commit();
        }
    }

    private static void awaitDepth(Channel channel, long depth) {
        await().atMost(SOON).until(() -> channel.figures().current() == depth);
        await().atMost(SOON)
                .until(() -> channel.browse(BrowseQuery.first(200)).messages().size() == Math.min(200, depth));
    }

    private static Map<String, MessageState> states(Channel channel) {
        Map<String, MessageState> states = new HashMap<>();
        channel.browse(BrowseQuery.first(10)).messages().forEach(one -> states.put(name(one), one.state()));
        return states;
    }

    private static String name(BrowsedMessage message) {
        return message.message().text("n");
    }
}
