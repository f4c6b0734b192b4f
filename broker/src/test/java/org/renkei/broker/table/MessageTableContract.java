package org.renkei.broker.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.channel.Walk;
import org.renkei.database.Conflict;
import org.renkei.database.Database;
import org.renkei.database.DatabaseSettings;
import org.renkei.database.Transaction;
import org.renkei.database.Work;

/** What holds for every database; a subclass brings an empty one to each test. */
abstract class MessageTableContract {

    static final String MIGRATIONS = "db/migration/channels";

    private static final Instant NOON = Instant.parse("2030-01-02T12:00:00.123456Z");
    private static final Instant LATER = NOON.plusSeconds(60);

    private final List<Claimer> claimers = new ArrayList<>();
    Database database;
    private MessageTable table;
    private String store;

    abstract DatabaseSettings settings();

    /** A table of so many rows, to select from. */
    abstract String series(int rows);

    /** How many rows a large table has, here. */
    abstract int many();

    @BeforeEach
    void open() {
        database = Database.open(settings());
        store = database.read(MessageTable::store);
        table = new MessageTable(database.dialect(), store);
    }

    @AfterEach
    void close() {
        claimers.forEach(Claimer::close);
        database.close();
    }

    /** A transaction that claims. */
    final class Claimer implements AutoCloseable {

        private final Transaction transaction = database.begin();
        private final Set<RowKey> held = new HashSet<>();
        private final Set<RowKey> deleted = new HashSet<>();

        List<StoredRow> claim(String channel, int most) throws SQLException {
            return held(table.claim(transaction.connection(), channel, most));
        }

        List<StoredRow> claimNext(String channel, int most) throws SQLException {
            return held(table.claimNext(transaction.connection(), channel, most));
        }

        private List<StoredRow> held(List<StoredRow> rows) {
            rows.forEach(row -> held.add(row.key()));
            return rows;
        }

        List<String> texts(String channel, int most) throws SQLException {
            return textsOf(claim(channel, most));
        }

        <T> T run(Work<T> work) throws SQLException {
            return work.on(transaction.connection());
        }

        int delete(List<RowKey> keys) throws SQLException {
            deleted.addAll(keys);
            return table.delete(transaction.connection(), keys);
        }

        void commit() {
            transaction.commit();
            held.removeAll(deleted);
            ended();
        }

        void rollback() {
            transaction.rollback();
            ended();
        }

        private void ended() {
            table.ended(
                    transaction.connection(), held.stream().map(RowKey::channel).collect(Collectors.toSet()));
            held.clear();
            deleted.clear();
        }

        @Override
        public void close() {
            rollback();
            transaction.close();
        }
    }

    private Claimer claimer() {
        Claimer claimer = new Claimer();
        claimers.add(claimer);
        return claimer;
    }

    private <T> T committed(Work<T> work) throws SQLException {
        try (Claimer claimer = new Claimer()) {
            T result = claimer.run(work);
            claimer.commit();
            return result;
        }
    }

    private void store(NewRow... rows) throws SQLException {
        committed(connection -> {
            table.insert(connection, List.of(rows), NOON);
            return null;
        });
    }

    void store(String channel, String... texts) throws SQLException {
        store(Arrays.stream(texts).map(text -> row(channel, text)).toArray(NewRow[]::new));
    }

    private int deleted(List<RowKey> keys) throws SQLException {
        return committed(connection -> table.delete(connection, keys));
    }

    private Map<String, Integer> madeReady(Instant now, int most) throws SQLException {
        return committed(connection -> table.makeReady(connection, now, most));
    }

    private List<StoredRow> expired(Instant now) throws SQLException {
        return committed(connection -> table.claimExpired(connection, now, 10));
    }

    private Set<String> known(List<String> keys) throws SQLException {
        return committed(connection -> table.known(connection, keys));
    }

    private int forgotten(Instant before, int most) throws SQLException {
        return committed(connection -> table.forgetBefore(connection, before, most));
    }

    private List<StoredRow> lent(String channel, int most, String holder) throws SQLException {
        return committed(connection -> table.lend(connection, channel, most, holder));
    }

    private Map<String, Integer> takenBack(String holder, String channel) throws SQLException {
        return committed(connection -> table.takeBack(connection, holder, channel));
    }

    private StoredRow storedAndRead(ChannelMessage message) throws SQLException {
        store(new NewRow("orders", message, null, null));
        return claimer().claim("orders", 1).get(0);
    }

    private static NewRow row(String channel, String text) {
        return new NewRow(channel, ChannelMessage.of(text), null, null);
    }

    private static NewRow row(String channel, ChannelMessage message) {
        return new NewRow(channel, message, null, null);
    }

    private static NewRow grouped(String text, String group) {
        return row("orders", ChannelMessage.of(text).withGroup(group));
    }

    private static NewRow waiting(String channel, String text) {
        return row(channel, ChannelMessage.of(text).withNotBefore(LATER));
    }

    private static NewRow valid(String channel, String text, Instant until) {
        return row(channel, ChannelMessage.of(text).withExpiresAt(until));
    }

    private static List<String> textsOf(List<StoredRow> rows) {
        return rows.stream().map(row -> text(row.message())).toList();
    }

    private static String text(ChannelMessage message) {
        return ((Body.Text) message.body()).text();
    }

    private static List<RowKey> keys(List<StoredRow> rows) {
        return rows.stream().map(StoredRow::key).toList();
    }

    private List<String> browsed(String channel) {
        List<String> texts = new ArrayList<>();
        database.read(connection -> {
            return table.walk(
                    connection, channel, Walk.toTheEnd(null, 1_000), message -> texts.add(text(message.message())));
        });
        return texts;
    }

    private List<LineCount> counts() {
        return database.read(table::count);
    }

    @Test
    void shouldHandOutInTheOrderOfStoring() throws SQLException {
        store("orders", "a", "b");
        store("orders", "c", "d");

        assertThat(claimer().texts("orders", 3)).containsExactly("a", "b", "c");
    }

    @Test
    void shouldHandOutTheBetterPriorityFirst() throws SQLException {
        store(
                row("orders", ChannelMessage.of("low").withPriority(Priority.LOW)),
                row("orders", ChannelMessage.of("normal")),
                row("orders", ChannelMessage.of("high").withPriority(Priority.HIGH)));

        List<StoredRow> rows = claimer().claim("orders", 3);

        assertThat(textsOf(rows)).containsExactly("high", "normal", "low");
        assertThat(rows)
                .extracting(row -> row.message().priority())
                .containsExactly(Priority.HIGH, Priority.NORMAL, Priority.LOW);
    }

    @Test
    void shouldHandOutOnlyWhatIsInTheChannel() throws SQLException {
        store("orders", "a");
        store("orders-2", "b");

        assertThat(claimer().texts("orders", 10)).containsExactly("a");
        assertThat(claimer().texts("order", 10)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"注文.受付", "it's", "50%_off", "a b", "emoji 🚚", "Orders", "order\"s", "a/b\\c"})
    void shouldKeepAChannelOfAnyName(String channel) throws SQLException {
        store(channel, "a");
        store("orders", "b");

        StoredRow row = claimer().claim(channel, 10).get(0);

        assertThat(row.key().channel()).isEqualTo(channel);
        assertThat(browsed(channel)).containsExactly("a");
        assertThat(counts()).extracting(LineCount::channel).contains(channel);
    }

    @Test
    void shouldShareNothingBetweenTwoTransactions() throws SQLException {
        store("orders", "a", "b", "c", "d", "e");
        Claimer one = claimer();
        Claimer other = claimer();

        assertThat(one.texts("orders", 2)).containsExactly("a", "b");
        assertThat(other.texts("orders", 2)).containsExactly("c", "d");
        assertThat(claimer().texts("orders", 2)).containsExactly("e");
        assertThat(claimer().claim("orders", 2)).isEmpty();
    }

    @Test
    void shouldHandOutAgainAtOnceWhatWasRolledBack() throws SQLException {
        store("orders", "a", "b");
        Claimer one = claimer();
        List<StoredRow> rows = one.claim("orders", 2);
        one.delete(keys(rows));

        one.rollback();

        assertThat(claimer().texts("orders", 2)).containsExactly("a", "b");
    }

    @Test
    void shouldHandOutAgainWhatWasClaimedAndNotDeleted() throws SQLException {
        store("orders", "a", "b");
        Claimer one = claimer();
        List<StoredRow> rows = one.claim("orders", 2);
        one.delete(keys(rows).subList(0, 1));

        one.commit();

        assertThat(claimer().texts("orders", 2)).containsExactly("b");
    }

    @Test
    void shouldFindSoonWhatWasCommittedLate() throws SQLException {
        Claimer slow = claimer();
        slow.run(connection -> {
            table.insert(connection, List.of(row("orders", "late")), NOON);
            return null;
        });
        store("orders", "a");
        assertThat(nextOne()).isEqualTo("a");
        store("orders", "b");

        slow.commit();

        List<String> found = new ArrayList<>();
        await().until(() -> {
            found.add(nextOne());
            return found.containsAll(List.of("b", "late"));
        });
    }

    @Test
    void shouldSayWhenItMissesNothing() throws SQLException {
        store("orders", "a", "b");
        assertThat(nextOne()).isEqualTo("a");
        assertThat(nextOne()).isEqualTo("b");

        long since = System.nanoTime();
        await().until(() -> nextOne() == null && table.mayHaveMissed("orders", since) == 0);
    }

    @Test
    void shouldFindAtOnceWhatIsBehindABurstOfABetterPriority() throws SQLException {
        store("orders", "normal");
        store(
                row("orders", ChannelMessage.of("high").withPriority(Priority.HIGH)),
                row("orders", ChannelMessage.of("high").withPriority(Priority.HIGH)));

        assertThat(nextOne()).isEqualTo("high");
        assertThat(nextOne()).isEqualTo("high");
        assertThat(nextOne()).isEqualTo("normal");
    }

    @Test
    void shouldFindAtOnceTheNextOfAGroupThoughOthersAreInNone() throws SQLException {
        store(grouped("first", "g"), grouped("second", "g"), row("orders", "a"), row("orders", "b"));
        Claimer holder = claimer();
        holder.delete(keys(holder.claimNext("orders", 1)));
        assertThat(nextOne()).isEqualTo("a");

        holder.commit();

        assertThat(nextOne()).isEqualTo("second");
    }

    /** The next, deleted; null if none is found. */
    String nextOne() throws SQLException {
        try (Claimer claimer = new Claimer()) {
            List<StoredRow> rows = claimer.claimNext("orders", 1);
            claimer.delete(keys(rows));
            claimer.commit();
            return rows.isEmpty() ? null : text(rows.get(0).message());
        }
    }

    @Test
    void shouldHideWhatIsStoredUntilTheCommit() throws SQLException {
        Claimer sender = claimer();
        sender.run(connection -> {
            table.insert(connection, List.of(row("orders", "a")), NOON);
            return null;
        });
        assertThat(claimer().texts("orders", 1)).isEmpty();

        sender.commit();

        assertThat(claimer().texts("orders", 1)).containsExactly("a");
    }

    @Test
    void shouldDeleteWhatIsThereAndCountIt() throws SQLException {
        store(
                row("orders", "a"),
                row("orders", ChannelMessage.of("b").withPriority(Priority.HIGH)),
                row("payments", "c"));
        List<RowKey> keys = new ArrayList<>();
        committed(connection -> keys.addAll(keys(table.claim(connection, "orders", 2))));
        committed(connection -> keys.addAll(keys(table.claim(connection, "payments", 2))));
        keys.add(new RowKey("orders", 1, 9_999));

        assertThat(deleted(keys)).isEqualTo(3);
        assertThat(deleted(keys)).isZero();
        assertThat(deleted(List.of())).isZero();
    }

    @Test
    void shouldNotDeleteWhatHasMovedToAnotherRank() throws SQLException {
        store("orders", "a");
        List<StoredRow> lent = lent("orders", 1, "program");
        takenBack("program", null);

        assertThat(deleted(keys(lent))).isZero();
    }

    @Test
    void shouldHandOutOfAGroupOnlyTheFirst() throws SQLException {
        store(grouped("a1", "a"), grouped("a2", "a"), grouped("b1", "b"), row("orders", "single"), grouped("b2", "b"));

        assertThat(claimer().texts("orders", 10)).containsExactly("a1", "b1", "single");
    }

    @Test
    void shouldHoldAGroupUpWhileItsFirstIsClaimed() throws SQLException {
        store(grouped("a1", "a"), grouped("a2", "a"));
        Claimer one = claimer();
        List<StoredRow> first = one.claim("orders", 10);
        one.delete(keys(first));
        assertThat(claimer().texts("orders", 10)).isEmpty();

        one.commit();

        assertThat(claimer().texts("orders", 10)).containsExactly("a2");
    }

    @Test
    void shouldHandOutTheNextOfAGroupToWhoeverHasFinishedItsFirst() throws SQLException {
        store(grouped("a1", "a"), grouped("a2", "a"), grouped("a3", "a"));
        Claimer one = claimer();
        List<StoredRow> first = one.claim("orders", 10);

        one.delete(keys(first));

        assertThat(one.texts("orders", 10)).containsExactly("a2");
    }

    @Test
    void shouldNotHandOutOneOfAGroupThatAppearedBeforeTheOneClaimed() throws SQLException {
        Claimer slow = claimer();
        slow.run(connection -> {
            table.insert(connection, List.of(grouped("a1", "a")), NOON);
            return null;
        });
        store(grouped("a2", "a"), row("orders", "single"));
        Claimer one = claimer();
        assertThat(one.texts("orders", 1)).containsExactly("a2");
        slow.commit();

        Claimer other = claimer();
        assertThat(other.texts("orders", 10)).containsExactly("single");
        one.rollback();
        other.rollback();
        assertThat(claimer().texts("orders", 10)).containsExactly("a1", "single");
    }

    @Test
    void shouldLetALowPriorityOfAGroupGoBeforeALaterHighOne() throws SQLException {
        store(
                row("orders", ChannelMessage.of("a1").withGroup("a").withPriority(Priority.LOW)),
                row("orders", ChannelMessage.of("a2").withGroup("a").withPriority(Priority.HIGH)));

        assertThat(claimer().texts("orders", 10)).containsExactly("a1");
    }

    @Test
    void shouldHoldAGroupUpWhileItsFirstIsLentButNotWhileItWaits() throws SQLException {
        store(grouped("a1", "a"), grouped("a2", "a"));
        store(
                row("orders", ChannelMessage.of("b1").withGroup("b").withNotBefore(LATER)),
                row("orders", ChannelMessage.of("b2").withGroup("b")));
        lent("orders", 1, "program");

        assertThat(claimer().texts("orders", 10)).containsExactly("b2");
    }

    @Test
    void shouldKeepTheGroupsOfChannelsApart() throws SQLException {
        store(grouped("a1", "a"), row("payments", ChannelMessage.of("other").withGroup("a")));
        claimer().claim("orders", 10);

        assertThat(claimer().texts("payments", 10)).containsExactly("other");
    }

    @ParameterizedTest
    @MethodSource("oddTexts")
    void shouldKeepAGroupOfAnyName(String group) throws SQLException {
        store(grouped("a1", group), grouped("a2", group), grouped("b1", group + "b"));

        List<StoredRow> rows = claimer().claim("orders", 10);

        assertThat(textsOf(rows)).containsExactly("a1", "b1");
        assertThat(rows.get(0).message().group()).isEqualTo(group);
        assertThat(rows.get(0).message().properties()).isEmpty();
    }

    @Test
    void shouldMakeReadyWhatNeedNotWaitAnyMore() throws SQLException {
        store(
                row("orders", ChannelMessage.of("a").withNotBefore(LATER).withPriority(Priority.HIGH)),
                waiting("orders", "b"),
                waiting("payments", "c"),
                row("orders", ChannelMessage.of("tomorrow").withNotBefore(LATER.plus(Duration.ofDays(1)))));
        assertThat(claimer().claim("orders", 10)).isEmpty();
        assertThat(madeReady(LATER.minusMillis(1), 10)).isEmpty();

        Map<String, Integer> ready = madeReady(LATER, 10);

        assertThat(ready).containsOnly(entry("orders", 2), entry("payments", 1));
        List<StoredRow> rows = claimer().claim("orders", 10);
        assertThat(textsOf(rows)).containsExactly("a", "b");
        assertThat(rows.get(0).message().priority()).isEqualTo(Priority.HIGH);
        assertThat(rows.get(0).message().notBefore()).isEqualTo(LATER);
    }

    @Test
    void shouldMakeReadyNoMoreAtOnceThanAsked() throws SQLException {
        store(waiting("orders", "a"), waiting("orders", "b"), waiting("orders", "c"));

        assertThat(madeReady(LATER, 2)).containsOnly(entry("orders", 2));
        assertThat(madeReady(LATER, 2)).containsOnly(entry("orders", 1));
        assertThat(madeReady(LATER, 2)).isEmpty();
    }

    @Test
    void shouldMakeReadyOnlyOnceWhenTwoTry() throws SQLException {
        store(waiting("orders", "a"));
        Claimer one = claimer();

        assertThat(one.<Map<String, Integer>>run(connection -> table.makeReady(connection, LATER, 10)))
                .containsOnly(entry("orders", 1));
        assertThat(madeReady(LATER, 10)).isEmpty();
        one.commit();

        assertThat(claimer().texts("orders", 10)).containsExactly("a");
    }

    @Test
    void shouldHandOutAtOnceWhatWasToWaitUntilNow() throws SQLException {
        store(row("orders", ChannelMessage.of("a").withNotBefore(NOON)));

        assertThat(claimer().texts("orders", 10)).containsExactly("a");
    }

    @Test
    void shouldClaimWhatHasExpiredInAnyChannelWaitingOrNot() throws SQLException {
        store(
                valid("orders", "a", LATER),
                valid("payments", "b", LATER.minusSeconds(1)),
                row(
                        "orders",
                        ChannelMessage.of("waiting")
                                .withNotBefore(LATER.plusSeconds(9))
                                .withExpiresAt(LATER)),
                valid("orders", "valid", LATER.plusSeconds(1)),
                row("orders", "for ever"));
        Claimer one = claimer();

        List<StoredRow> expired = one.run(connection -> table.claimExpired(connection, LATER, 10));

        assertThat(textsOf(expired)).containsExactlyInAnyOrder("a", "b", "waiting");
        assertThat(expired(LATER)).isEmpty();
        assertThat(claimer().texts("orders", 10)).containsExactly("valid", "for ever");
        assertThat(one.delete(keys(expired))).isEqualTo(3);
    }

    @Test
    void shouldClaimWhatHasExpiredAfterItsWaiting() throws SQLException {
        store(row("orders", ChannelMessage.of("a").withNotBefore(LATER).withExpiresAt(LATER.plusSeconds(1))));
        madeReady(LATER, 10);
        assertThat(expired(LATER)).isEmpty();

        assertThat(textsOf(expired(LATER.plusSeconds(1)))).containsExactly("a");
    }

    @Test
    void shouldLeaveWhatHasExpiredWithWhoeverHasIt() throws SQLException {
        store(valid("orders", "lent", LATER), valid("orders", "claimed", LATER));
        lent("orders", 1, "program");
        claimer().claim("orders", 1);

        assertThat(expired(LATER)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"renkei.relay.a", TableNames.TRACKING})
    void shouldNeitherHoldNorExpireWhatIsOnItsWayOut(String line) throws SQLException {
        ChannelMessage message = ChannelMessage.of("a").withNotBefore(LATER).withExpiresAt(LATER);
        store(new NewRow(line, message, "queue", null));

        assertThat(expired(LATER.plusSeconds(9))).isEmpty();
        StoredRow row = claimer().claim(line, 10).get(0);
        assertThat(row.relayTo()).isEqualTo("queue");
        assertThat(row.message().notBefore()).isEqualTo(LATER);
        assertThat(row.message().expiresAt()).isEqualTo(LATER);
    }

    @Test
    void shouldRememberAKeyOnce() throws SQLException {
        String odd = "k".repeat(400) + '\0';
        committed(connection -> {
            table.remember(connection, List.of("a", "b", odd), NOON);
            return null;
        });

        assertThat(known(List.of("a", "c", odd, "k".repeat(400)))).isEqualTo(Set.of("a", odd));
        assertThatThrownBy(() -> database.commit(connection -> {
                    table.remember(connection, List.of("c", "a"), NOON);
                    return null;
                }))
                .isInstanceOf(Conflict.class);
        assertThat(known(List.of("c"))).isEmpty();
    }

    @Test
    void shouldForgetOldKeys() throws SQLException {
        committed(connection -> {
            table.remember(connection, List.of("old", "older"), NOON);
            table.remember(connection, List.of("new"), LATER);
            table.remember(connection, List.of(), LATER);
            return null;
        });

        assertThat(forgotten(LATER, 1)).isEqualTo(1);
        assertThat(forgotten(LATER, 10)).isEqualTo(1);

        assertThat(known(List.of("old", "older", "new"))).isEqualTo(Set.of("new"));
    }

    @Test
    void shouldCountDeliveries() throws SQLException {
        store("orders", "a", "b");
        List<StoredRow> rows = committed(connection -> table.claim(connection, "orders", 2));
        assertThat(rows).noneMatch(row -> row.message().redelivered());

        committed(connection -> {
            table.countDelivery(connection, keys(rows).subList(0, 1));
            return null;
        });

        List<StoredRow> again = claimer().claim("orders", 2);
        assertThat(again).extracting(row -> row.message().deliveries()).containsExactly(1, 0);
        assertThat(again).extracting(row -> row.message().redelivered()).containsExactly(true, false);
    }

    @Test
    void shouldLendToOneAndTakeBackInOrder() throws SQLException {
        store("orders", "a", "b", "c");
        store("payments", "d");
        List<StoredRow> lent = lent("orders", 2, "program");
        lent("payments", 2, "program");
        assertThat(textsOf(lent)).containsExactly("a", "b");
        assertThat(lent("orders", 2, "other")).hasSize(1);
        assertThat(claimer().claim("orders", 10)).isEmpty();

        assertThat(takenBack("program", "orders")).containsOnly(entry("orders", 2));

        assertThat(claimer().texts("orders", 10)).containsExactly("a", "b");
        assertThat(takenBack("program", null)).containsOnly(entry("payments", 1));
        assertThat(takenBack("nobody", null)).isEmpty();
    }

    @Test
    void shouldDeleteWhatWasLentByTheKeyItHasThen() throws SQLException {
        store("orders", "a");
        List<StoredRow> lent = lent("orders", 2, "program");

        assertThat(deleted(keys(lent))).isEqualTo(1);
    }

    @Test
    void shouldCountByChannelAndState() throws SQLException {
        assertThat(counts()).isEmpty();
        store(row("orders", new ChannelMessageOf("first").sentAt(NOON.minusSeconds(5))));
        store("orders", "b", "c");
        store(waiting("orders", "w"), row("payments", ChannelMessage.of("low").withPriority(Priority.LOW)));
        store(waiting("waiting", "x"));
        lent("orders", 1, "program");

        assertThat(counts())
                .containsExactlyInAnyOrder(
                        new LineCount("orders", 2, 1, 1, NOON),
                        new LineCount("payments", 1, 0, 0, NOON),
                        new LineCount("waiting", 0, 1, 0, null));
    }

    @Test
    void shouldSayWhenTheOldestOfAllPrioritiesWasSent() throws SQLException {
        store(
                row("orders", new ChannelMessageOf("normal").sentAt(NOON.minusSeconds(5))),
                row("orders", ChannelMessage.of("high").withPriority(Priority.HIGH)));

        assertThat(counts()).containsExactly(new LineCount("orders", 2, 0, 0, NOON.minusSeconds(5)));
    }

    @Test
    void shouldShowAllInOrderThoseLentFirstAndThoseThatWaitLast() throws SQLException {
        store("orders", "lent");
        lent("orders", 1, "program");
        store(waiting("orders", "waiting"));
        store("orders", IntStream.range(0, 120).mapToObj(i -> "n" + i).toArray(String[]::new));
        store(row("orders", ChannelMessage.of("high").withPriority(Priority.HIGH)));
        store("payments", "other");

        List<String> expected = Stream.of(
                        Stream.of("lent", "high"), IntStream.range(0, 120).mapToObj(i -> "n" + i), Stream.of("waiting"))
                .flatMap(texts -> texts)
                .toList();
        assertThat(browsed("orders")).isEqualTo(expected);
        assertThat(browsed("nothing")).isEmpty();
    }

    @Test
    void shouldKeepTheWholeMessage() throws SQLException {
        ChannelMessage message = new ChannelMessage(
                null,
                "ID:1-2-3",
                "相関",
                "queue://replies",
                "order.new",
                Priority.LOW,
                NOON.minusSeconds(1),
                LATER,
                NOON.minusMillis(7),
                "customer-7",
                properties(),
                Body.of("{\"path\": \"C:\\\\orders\"}"),
                3,
                0,
                true);
        store(new NewRow("orders", message, "queue://elsewhere", "once"));

        StoredRow row = claimer().claim("orders", 1).get(0);

        assertThat(row.relayTo()).isEqualTo("queue://elsewhere");
        assertThat(row.message())
                .isEqualTo(withKey(message, store + ":" + row.key().id()));
    }

    @Test
    void shouldGiveAnIdToAMessageThatHasNone() throws SQLException {
        StoredRow row = storedAndRead(ChannelMessage.of("a"));

        assertThat(row.message().key()).isEqualTo(store + ":" + row.key().id());
        assertThat(row.message().id()).isEqualTo("ID:" + row.message().key());
        assertThat(row.message().sentAt()).isEqualTo(NOON);
        assertThat(row.message().redelivered()).isFalse();
    }

    @Test
    void shouldKeepItsNameWhenOpenedAgain() {
        assertThat(store).matches("[0-9a-f-]{36}");
        assertThat(database.<String>read(MessageTable::store)).isEqualTo(store);
    }

    @ParameterizedTest
    @MethodSource("oddTexts")
    void shouldKeepAnyTextAnywhere(String text) throws SQLException {
        ChannelMessage message = new ChannelMessage(
                null,
                text,
                text,
                text,
                text,
                Priority.NORMAL,
                NOON,
                null,
                null,
                null,
                Map.of(text, text),
                Body.of(text),
                0,
                0,
                false);
        store(new NewRow("orders", message, text, null));

        StoredRow row = claimer().claim("orders", 1).get(0);

        assertThat(row.relayTo()).isEqualTo(text);
        assertThat(row.message()).isEqualTo(withKey(message, row.message().key()));
    }

    @ParameterizedTest
    @MethodSource("times")
    void shouldKeepAnyTimeOrTheNearestItCan(Instant expires, Instant kept) throws SQLException {
        StoredRow row = storedAndRead(ChannelMessage.of("a").withExpiresAt(expires));

        assertThat(row.message().expiresAt()).isEqualTo(kept);
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void shouldKeepABodyOfAnyKind(Body body) throws SQLException {
        Body kept = storedAndRead(ChannelMessage.of(body)).message().body();

        assertThat(comparable(kept)).isEqualTo(comparable(body));
    }

    @Test
    void shouldKeepALargeBodyOfAnyKind() throws SQLException {
        byte[] bytes = new byte[5 * 1024 * 1024];
        new Random(7).nextBytes(bytes);
        String text = "連携🚚".repeat(700_000);
        for (Body body : List.of(
                Body.of(text),
                Body.of(text + '\0'),
                Body.of(bytes),
                new Body.Sealed(bytes),
                new Body.Fields(Map.of("bytes", bytes)))) {
            store(row("orders", ChannelMessage.of(body)));
        }

        List<Body> kept = claimer().claim("orders", 5).stream()
                .map(row -> row.message().body())
                .toList();

        assertThat(kept.get(0)).isEqualTo(Body.of(text));
        assertThat(kept.get(1)).isEqualTo(Body.of(text + '\0'));
        assertThat(((Body.Bytes) kept.get(2)).bytes()).isEqualTo(bytes);
        assertThat(((Body.Sealed) kept.get(3)).serialised()).isEqualTo(bytes);
        assertThat((byte[]) ((Body.Fields) kept.get(4)).fields().get("bytes")).isEqualTo(bytes);
    }

    @Test
    void shouldShowATextBodyToWhoeverLooksWithSql() throws SQLException {
        store(row("orders", ChannelMessage.of("注文 C:\\42").withProperties(Map.of("amount", 7L))));

        String seen = database.read(connection -> {
            try (Statement statement = connection.createStatement();
                    var row = statement.executeQuery("select body_text, headers from renkei.message")) {
                row.next();
                return row.getString(1) + " " + row.getString(2);
            }
        });

        assertThat(seen).isEqualTo("注文 C:\\42 {\"amount\":{\"long\":\"7\"}}");
    }

    /** PostgreSQL plans for a small table first, and keeps the plan: it must be a good one for a large table too. */
    @Test
    void shouldStayFastWithManyRows() throws SQLException {
        store("large", "a");
        for (int i = 0; i < 10; i++) {
            claimAndRollBack("large", 1);
        }
        fill("large", 1, many());
        fill("large", 11, many() / 10);
        fill("large", 21, many() / 10);
        fill("lent", 21, many() / 10);
        fastest(20, () -> claimAndRollBack("large", 20));

        assertThat(fastest(20, () -> claimAndRollBack("large", 20))).isLessThan(Duration.ofMillis(20));
        assertThat(fastest(20, () -> claimAndRollBack("lent", 20))).isLessThan(Duration.ofMillis(20));
        assertThat(fastest(20, () -> deleteAndRollBack("large", 20))).isLessThan(Duration.ofMillis(20));
        assertThat(fastest(3, () -> madeReady(NOON, 100))).isLessThan(Duration.ofMillis(20));
        assertThat(fastest(3, () -> takenBack("nobody", null))).isLessThan(Duration.ofMillis(20));
        assertThat(fastest(3, this::counts)).isLessThan(Duration.ofSeconds(2));
        assertThat(counts())
                .extracting(LineCount::channel, LineCount::ready, LineCount::waiting, LineCount::lent)
                .containsExactly(
                        tuple("large", many() + 1L, many() / 10L, many() / 10L), tuple("lent", 0L, 0L, many() / 10L));
    }

    /** Only the first of a group can be had, so that all others are in the way. */
    @Test
    void shouldStayFastWithADeepGroup() throws SQLException {
        store(grouped("first", "deep"));
        fillGroup("'deep'", 20_000);
        store(row("orders", ChannelMessage.of("single")), grouped("other", "shallow"));
        store(row("orders", ChannelMessage.of("low").withPriority(Priority.LOW)));
        fastest(3, () -> claimAndRollBack("orders", 20));
        assertThat(fastest(10, () -> claimAndRollBack("orders", 20))).isLessThan(Duration.ofMillis(250));

        Claimer holder = claimer();
        assertThat(holder.texts("orders", 1)).containsExactly("first");

        assertThat(fastest(10, () -> claimAndRollBack("orders", 20))).isLessThan(Duration.ofMillis(250));
        assertThat(claimer().texts("orders", 20)).containsExactlyInAnyOrder("single", "other", "low");
        assertThat(claimer().texts("orders", 20)).isEmpty();
        holder.rollback();
        assertThat(claimer().texts("orders", 20)).containsExactly("first");
    }

    @Test
    void shouldFindWhatIsBehindADeepGroupAmongManyGroups() throws SQLException {
        store(grouped("first", "deep"));
        fillGroup("'deep'", 1_100);
        fillGroup("'g' || x", 10_100);
        Claimer holder = claimer();
        assertThat(holder.texts("orders", 1)).containsExactly("first");

        assertThat(claimer().claim("orders", 20)).hasSize(20);
    }

    private void fillGroup(String group, int rows) throws SQLException {
        committed(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(
                        "insert into renkei.message (channel, rank, group_id, sent_at, body_kind, body_text)"
                                + " select 'orders', 1, " + group + ", current_timestamp, 'text', 'text' from "
                                + series(rows) + " s(x)");
            }
        });
    }

    /** With rows as they would be after {@link MessageTable#insert}, much faster. */
    void fill(String channel, int rank, int rows) throws SQLException {
        String due = rank / 10 == 1 ? "timestamp with time zone '2030-01-03 00:00:00+00'" : "null";
        String holder = rank / 10 == 2 ? "'program'" : "null";
        committed(connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate(
                        "insert into renkei.message (channel, rank, due_at, not_before, lent_to, sent_at, body_kind, body_text)"
                                + " select '" + channel + "', " + rank + ", " + due + ", " + due + ", " + holder
                                + ", current_timestamp, 'text', 'text' from " + series(rows));
            }
        });
    }

    void claimAndRollBack(String channel, int most) throws SQLException {
        try (Claimer claimer = new Claimer()) {
            claimer.claim(channel, most);
        }
    }

    private void deleteAndRollBack(String channel, int most) throws SQLException {
        try (Claimer claimer = new Claimer()) {
            claimer.delete(keys(claimer.claim(channel, most)));
        }
    }

    static Duration fastest(int times, Attempt attempt) throws SQLException {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < times; i++) {
            long start = System.nanoTime();
            attempt.run();
            fastest = Math.min(fastest, System.nanoTime() - start);
        }
        return Duration.ofNanos(fastest);
    }

    @FunctionalInterface
    interface Attempt {
        void run() throws SQLException;
    }

    static Stream<String> oddTexts() {
        return Stream.of(
                "nul \0 inside",
                "half \ud83d of a pair",
                "other half \ude9a",
                "\ude9a\ud83d",
                "back\\slash \\u0000 \\\\",
                "quote \" ' $1 ? :name ${bytes}",
                "🚚 連携\n\t\r\u0001\u007f\ufffe",
                "sha256:no",
                " ",
                "長".repeat(3_000));
    }

    static Stream<Object[]> times() {
        return Stream.of(
                new Object[] {NOON, NOON},
                new Object[] {Instant.ofEpochMilli(Long.MAX_VALUE), Instant.parse("9999-12-31T23:59:59Z")},
                new Object[] {NOON.plusNanos(999), NOON},
                new Object[] {Instant.ofEpochMilli(1), Instant.ofEpochMilli(1)},
                new Object[] {Instant.ofEpochMilli(-1), Instant.EPOCH});
    }

    static Stream<Body> bodies() {
        return Stream.of(
                Body.EMPTY,
                Body.of(""),
                Body.of("text"),
                Body.of("nul \0"),
                Body.of(new byte[0]),
                Body.of(new byte[] {0, -1, 127, -128}),
                new Body.Sealed(new byte[] {1, 2}),
                new Body.Fields(Map.of()),
                new Body.Fields(fields()),
                new Body.Values(List.of()),
                new Body.Values(new ArrayList<>(fields().values())));
    }

    /** With lists for arrays, which are never equal. */
    private static Object comparable(Object value) {
        if (value instanceof byte[] bytes) {
            return IntStream.range(0, bytes.length).mapToObj(i -> bytes[i]).toList();
        }
        if (value instanceof Body.Bytes bytes) {
            return Map.of("bytes", comparable(bytes.bytes()));
        }
        if (value instanceof Body.Sealed sealed) {
            return Map.of("sealed", comparable(sealed.serialised()));
        }
        if (value instanceof Body.Fields fields) {
            Map<String, Object> comparable = new HashMap<>();
            fields.fields().forEach((name, field) -> comparable.put(name, comparable(field)));
            return comparable;
        }
        return value instanceof Body.Values values
                ? values.values().stream().map(MessageTableContract::comparable).toList()
                : value;
    }

    private static Map<String, Object> properties() {
        Map<String, Object> properties = new HashMap<>();
        properties.put("string", "5");
        properties.put("empty", "");
        properties.put("true", true);
        properties.put("false", false);
        properties.put("byte", (byte) -5);
        properties.put("short", (short) 5);
        properties.put("int", Integer.MIN_VALUE);
        properties.put("long", Long.MAX_VALUE);
        properties.put("float", 1.1f);
        properties.put("no number", Float.NaN);
        properties.put("double", 5.0);
        properties.put("small", Double.MIN_VALUE);
        properties.put("large", Double.MAX_VALUE);
        properties.put("zero", -0.0);
        properties.put("infinite", Double.NEGATIVE_INFINITY);
        properties.put("char", '\ud83d');
        properties.put("nul", '\0');
        properties.put("null", null);
        return properties;
    }

    private static Map<String, Object> fields() {
        Map<String, Object> fields = properties();
        fields.put("bytes", new byte[] {1, 2, 3});
        fields.put("no bytes", new byte[0]);
        return fields;
    }

    private static ChannelMessage withKey(ChannelMessage m, String key) {
        return new ChannelMessage(
                key,
                m.id(),
                m.correlationId(),
                m.replyTo(),
                m.type(),
                m.priority(),
                m.sentAt(),
                m.expiresAt(),
                m.notBefore(),
                m.group(),
                m.properties(),
                m.body(),
                m.deliveries(),
                m.crashes(),
                m.redelivered());
    }

    private record ChannelMessageOf(String text) {
        ChannelMessage sentAt(Instant time) {
            return new ChannelMessage(
                    null,
                    null,
                    null,
                    null,
                    null,
                    Priority.NORMAL,
                    time,
                    null,
                    null,
                    null,
                    Map.of(),
                    Body.of(text),
                    0,
                    0,
                    false);
        }
    }
}
