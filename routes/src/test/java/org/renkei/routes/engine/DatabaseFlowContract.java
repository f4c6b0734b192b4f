package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepOutcome;

/** Steps whose channels live beside the business's own tables, on every database; a subclass brings empty ones. */
abstract class DatabaseFlowContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String BOOKING = "insert into ledger (job, entry) values (?, ?)";

    @TempDir
    Path dir;

    RunningEngine renkei;
    private JMSContext shop;

    /** A new and empty one, with the folder {@code sql} as its migrations. */
    abstract DataSourceConfig emptyDatabase();

    @AfterEach
    void stop() {
        if (shop != null) {
            shop.close();
        }
        if (renkei != null) {
            renkei.close();
        }
    }

    // ---- one step, its effect, its outcome ----

    @ParameterizedTest
    @ValueSource(
            strings = {"bean: connection", "bean: dataSource", "bean: plain", "uri: direct:sql", "uri: direct:jdbc"})
    void shouldKeepTheEffectIfAndOnlyIfTheJobMovedOn(String called) {
        start(oneStep(called + "\n    retry: {count: 0}")
                .application("connection", (Application) job -> {
                    book(job.connection(), job.id(), job.text());
                    return explodeIfBad(job.text());
                })
                .application("dataSource", (Application) job -> {
                    try (Connection connection = job.dataSource().getConnection()) {
                        book(connection, job.id(), job.text());
                    }
                    return explodeIfBad(job.text());
                })
                .application("plain", new PlainBean())
                .application("explode", new Exploding())
                .file("routes/booking.yaml", """
                        - from:
                            uri: direct:sql
                            steps:
                              - to: "sql:insert into ledger (job, entry) values (:#renkei_job, :#${body})?dataSource=#shop"
                              - bean: {ref: explode}
                        - from:
                            uri: direct:jdbc
                            steps:
                              - setProperty: {name: text, simple: "${body}"}
                              - setBody: {simple: "insert into ledger (job, entry) values ('${header.renkei_job}', '${body}')"}
                              - to: "jdbc:shop?resetAutoCommit=false"
                              - setBody: {simple: "${exchangeProperty.text}"}
                              - bean: {ref: explode}
                        """));

        List<String> good = IntStream.range(0, 8).mapToObj(i -> "good" + i).toList();
        good.subList(0, 4).forEach(text -> send(text, text));
        send("bad", "bad");
        good.subList(4, 8).forEach(text -> send(text, text));

        assertThat(good).allSatisfy(id -> assertThat(renkei.ended(id).state()).isEqualTo(JourneyState.COMPLETED));
        assertThat(renkei.ended("bad").state()).isEqualTo(JourneyState.FAILED);
        assertThat(renkei.ended("bad").error()).startsWith("RNK-3010").contains("the bank is shut");
        assertThat(entries()).containsExactlyInAnyOrderElementsOf(good);
    }

    @Test
    void shouldUndoTheEffectOfWhatIsNotDone() {
        start(oneStep("bean: app\n    retry: {count: 3, delay: 10ms}").application("app", (Application) job -> {
            book(job.connection(), job.id(), job.text() + job.attempt());
            boolean again = entries(job.connection()).size() < 3;
            return switch (job.text()) {
                case "failed" -> Outcome.failed("no such customer");
                case "again" ->
                    calls.add("again") && calls.size() < 3
                            ? Outcome.again(Duration.ofMillis(10), "not yet")
                            : Outcome.done();
                case "repeat" -> again ? Outcome.repeat("once more") : Outcome.done();
                default -> job.attempt() < 3 ? explodeIfBad("bad") : Outcome.done();
            };
        }));

        send("failed", "A");
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.FAILED);
        assertThat(entries()).isEmpty();

        send("again", "B");
        assertThat(renkei.ended("B").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(entries()).containsExactly("again1");

        send("throws", "C");
        assertThat(renkei.ended("C").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(entries()).containsExactlyInAnyOrder("again1", "throws3");

        send("repeat", "D");
        assertThat(renkei.ended("D").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(entries()).containsExactlyInAnyOrder("again1", "throws3", "repeat1", "repeat1", "repeat1");
    }

    private final List<String> calls = Collections.synchronizedList(new ArrayList<>());

    @Test
    void shouldNotLetAnApplicationEndTheTransaction() {
        AtomicReference<Connection> kept = new AtomicReference<>();
        AtomicReference<Job> keptJob = new AtomicReference<>();
        start(oneStep("bean: app").application("app", (Application) job -> {
            Connection connection = job.connection();
            assertThatThrownBy(connection::commit)
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("pay");
            assertThatThrownBy(connection::rollback).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> connection.setAutoCommit(true)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() ->
                            CompletableFuture.runAsync(() -> connectionOf(job)).get())
                    .hasRootCauseInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("on its thread only");
            connection.close();
            book(job.connection(), job.id(), job.text());
            kept.set(connection);
            keptJob.set(job);
            return Outcome.done();
        }));

        send("x", "A");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(entries()).containsExactly("x");
        assertThatThrownBy(() -> kept.get().createStatement()).isInstanceOf(SQLException.class);
        assertThatThrownBy(() -> keptJob.get().connection()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void shouldSayHowToGetAConnectionWhereThereIsNone() {
        AtomicReference<Throwable> said = new AtomicReference<>();
        start(database()
                .channels("in: {kind: persistent}\none: {kind: persistent}")
                .flow("flow: f\nstart: in\nsteps:\n  one: {channel: one, bean: app, next: end}\n")
                .application("app", (Application) job -> {
                    try {
                        return Outcome.done(String.valueOf(job.connection()));
                    } catch (IllegalStateException e) {
                        said.set(e);
                        return Outcome.done();
                    }
                }));

        send("x", "A");

        renkei.ended("A");
        assertThat(said.get())
                .hasMessageContaining("channel one is not in a database")
                .hasMessageContaining("kind: database");
    }

    @Test
    void shouldGiveAConnectionOfItsOwnToAnotherThread() {
        start(oneStep("bean: app\n    retry: {count: 0}").application("app", (Application) job -> {
            CompletableFuture.runAsync(() -> bookOwn(job.dataSource(), job.id(), "own"))
                    .get(10, TimeUnit.SECONDS);
            book(job.connection(), job.id(), "shared");
            return explodeIfBad(job.text());
        }));

        send("bad", "A");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.FAILED);
        assertThat(entries()).containsExactly("own");
    }

    /** Two that lock the same rows in opposite order: one of them loses, and is done again. */
    @Test
    void shouldRecoverFromADeadlock() {
        CyclicBarrier meeting = new CyclicBarrier(2);
        start(oneStep("bean: app\n    retry: {count: 3, delay: 10ms}").application("app", (Application) job -> {
            Connection connection = job.connection();
            boolean first = job.text().equals("forth");
            count(connection, first ? 1 : 2);
            if (calls.add(job.text()) && calls.size() <= 2) {
                meeting.await(5, TimeUnit.SECONDS);
            }
            count(connection, first ? 2 : 1);
            return Outcome.done();
        }));

        send("forth", "A");
        send("back", "B");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(renkei.ended("B").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(query("select n from counter order by id")).containsExactly("2", "2");
    }

    // ---- the way from channel to channel ----

    /** Each kind of channel to each other one, and from one database to the other. */
    private RunningEngine.Builder allCrossings() {
        return database()
                .dataSource("books", emptyDatabase())
                .channels("""
                        in: {kind: persistent}
                        a: {kind: database, dataSource: shop}
                        b: {kind: database, dataSource: shop}
                        c: {kind: database, dataSource: books}
                        d: {kind: volatile}
                        e: {kind: database, dataSource: books}
                        f: {kind: persistent}
                        g: {kind: database, dataSource: shop}
                        h: {kind: volatile}
                        """)
                .flow("""
                        flow: f
                        start: in
                        steps:
                          a: {channel: a, bean: book, next: b}
                          b: {channel: b, bean: book, next: c}
                          c: {channel: c, bean: book, next: d}
                          d: {channel: d, bean: pass, next: e}
                          e: {channel: e, bean: book, next: f}
                          f: {channel: f, bean: pass, next: g}
                          g: {channel: g, bean: book, next: h}
                          h: {channel: h, bean: pass, next: end}
                        """)
                .application("book", (Application) job -> {
                    book(job.connection(), job.id(), job.step());
                    return Outcome.done();
                })
                .application("pass", (Application) job -> Outcome.done());
    }

    @Test
    void shouldCrossFromEveryKindOfChannelToEveryOther() {
        start(allCrossings());

        shouldPassAllSteps(40);
    }

    @Test
    void shouldCrossWithTrackingInTheBusinessDatabase() {
        start(allCrossings().trackingIn("shop"));

        shouldPassAllSteps(40);
        assertThat(query("select count(*) from renkei.message")).containsExactly("0");
    }

    private void shouldPassAllSteps(int jobs) {
        IntStream.range(0, jobs).forEach(i -> send("x", "ID-" + i));

        renkei.awaitCount(JourneyState.COMPLETED, jobs);
        for (int i = 0; i < jobs; i++) {
            assertThat(stepsPassed("ID-" + i)).containsExactly("a", "b", "c", "d", "e", "f", "g", "h");
        }
        assertThat(query("select count(*) from ledger")).containsExactly(String.valueOf(3 * jobs));
        assertThat(query("select count(distinct job || entry) from ledger")).containsExactly(String.valueOf(3 * jobs));
        assertThat(query("books", "select count(distinct job || entry) from ledger"))
                .containsExactly(String.valueOf(2 * jobs));
        assertThat(renkei.engine().awaitTracking(PATIENCE)).isTrue();
        assertThat(renkei.channels().onTheirWay()).isZero();
        assertThat(renkei.journeys().openBranches()).isZero();
    }

    @Test
    void shouldNeedNoJournalForWhatIsInTheDatabase() {
        RunningEngine.Builder all = database()
                .trackingIn("shop")
                .channels("in: {kind: database, dataSource: shop}\npay: {kind: database, dataSource: shop}")
                .flow("flow: f\nstart: in\nsteps:\n  pay: {channel: pay, bean: app, next: end}\n")
                .application("app", (Application) job -> {
                    book(job.connection(), job.id(), job.text());
                    return Outcome.done();
                });
        renkei = all.build();
        renkei.startWithoutWork();
        renkei.engine().startEntrances();
        for (int i = 0; i < 20; i++) {
            renkei.engine().submit("f", "x" + i, "ID-" + i, Priority.NORMAL);
        }
        await().atMost(PATIENCE).until(() -> depth("pay") == 20);
        renkei.stop();
        delete(dir.resolve("data"));

        renkei.start();

        renkei.awaitCount(JourneyState.COMPLETED, 20);
        assertThat(entries()).hasSize(20).doesNotHaveDuplicates();
        assertThat(stepsPassed("ID-7")).containsExactly("pay");
    }

    @Test
    void b6_shouldAnswerFromADatabaseChannel() throws Exception {
        start(oneStep("bean: app").application("app", (Application) job -> Outcome.done("paid " + job.text())));

        TemporaryQueue answers = shop.createTemporaryQueue();
        shop.createProducer().setJMSCorrelationID("A").setJMSReplyTo(answers).send(shop.createQueue("in"), "tea");
        Message answer = shop.createConsumer(answers).receive(PATIENCE.toMillis());

        assertThat(answer.getBody(String.class)).isEqualTo("paid tea");
        assertThat(answer.getJMSCorrelationID()).isEqualTo("A");
        assertThat(renkei.engine()
                        .submitAndWait("f", "cup", "B", Priority.NORMAL)
                        .result()
                        .get(30, TimeUnit.SECONDS)
                        .body())
                .isEqualTo("paid cup");
    }

    @Test
    void c1_shouldWaitInTheDatabaseForTheNextAttempt() {
        start(oneStep("bean: app\n    retry: {count: 2, delay: 400ms, backoff: 1}")
                .application("app", (Application) job -> {
                    book(job.connection(), job.id(), "attempt " + job.attempt());
                    return job.attempt() < 3 ? explodeIfBad("bad") : Outcome.done();
                }));

        send("x", "A");

        await().atMost(PATIENCE).until(() -> figures("pay").scheduled() == 1);
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(entries()).containsExactly("attempt 3");
        List<StepEvent> steps = renkei.steps("A");
        assertThat(steps)
                .extracting(StepEvent::outcome)
                .containsExactly(StepOutcome.DONE, StepOutcome.AGAIN, StepOutcome.AGAIN, StepOutcome.DONE);
        assertThat(Duration.between(steps.get(1).endedAt(), steps.get(2).startedAt()))
                .isGreaterThanOrEqualTo(Duration.ofMillis(390));
    }

    @Test
    void a7_shouldTakeTheUrgentOnesFirst() {
        renkei = oneStep("bean: app", ", consumers: 1")
                .application("app", (Application) job -> {
                    calls.add(job.text());
                    return Outcome.done();
                })
                .build();
        renkei.startWithoutWork();
        shop = renkei.connect();
        renkei.engine().startEntrances();
        for (int priority : new int[] {1, 4, 9, 2, 5, 8}) {
            shop.createProducer()
                    .setPriority(priority)
                    .send(shop.createQueue("in"), priority < 4 ? "low" : priority < 7 ? "normal" : "high");
        }
        await().atMost(PATIENCE).until(() -> depth("pay") == 6);

        renkei.engine().startApplications();

        await().atMost(PATIENCE).until(() -> calls.size() == 6);
        assertThat(calls).containsExactly("high", "high", "normal", "normal", "low", "low");
    }

    @Test
    void a7_shouldKeepTheOrderWithinAGroup() {
        start(oneStep("bean: app", ", consumers: 4").application("app", (Application) job -> {
            Thread.sleep(job.text().endsWith("0") ? 60 : 1);
            calls.add(job.text());
            return Outcome.done();
        }));
        for (int i = 0; i < 10; i++) {
            for (String group : List.of("a", "b", "c")) {
                shop.createProducer().setProperty("JMSXGroupID", group).send(shop.createQueue("in"), group + i);
            }
        }

        await().atMost(PATIENCE).until(() -> calls.size() == 30);
        for (String group : List.of("a", "b", "c")) {
            assertThat(calls.stream().filter(call -> call.startsWith(group)))
                    .containsExactlyElementsOf(
                            IntStream.range(0, 10).mapToObj(i -> group + i).toList());
        }
    }

    @Test
    void b8_shouldExpireInADatabaseChannel() {
        start(oneStep("bean: app", ", consumers: 1, batch: 1, lifetime: 500ms").application("app", (Application)
                job -> {
                    book(job.connection(), job.id(), job.text());
                    Thread.sleep(2_000);
                    return Outcome.done();
                }));

        send("first", "A");
        await().atMost(PATIENCE).until(() -> figures("pay").inProcess() > 0 || depth("pay") > 0);
        send("second", "B");

        assertThat(renkei.ended("B").state()).isEqualTo(JourneyState.EXPIRED);
        assertThat(renkei.ended("B").error()).startsWith("RNK-3014");
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(entries()).containsExactly("first");
    }

    // ---- what they share ----

    RunningEngine.Builder database() {
        return RunningEngine.in(dir).file("sql/V1__ledger.sql", """
                        create table ledger (job varchar(64) not null, entry varchar(100) not null);
                        create table counter (id integer primary key, n integer not null);
                        insert into counter values (1, 0), (2, 0);
                        """).dataSource("shop", emptyDatabase());
    }

    /** A flow with one step, whose channel is in the database. */
    RunningEngine.Builder oneStep(String stepKeys) {
        return oneStep(stepKeys, "");
    }

    private RunningEngine.Builder oneStep(String stepKeys, String channelKeys) {
        return database()
                .channels("in: {kind: persistent}\npay: {kind: database, dataSource: shop" + channelKeys + "}")
                .flow("flow: f\nstart: in\nsteps:\n  pay:\n    channel: pay\n    " + stepKeys + "\n    next: end\n");
    }

    void start(RunningEngine.Builder builder) {
        renkei = builder.start();
        shop = renkei.connect();
    }

    void send(String text, String correlationId) {
        shop.createProducer().setJMSCorrelationID(correlationId).send(shop.createQueue("in"), text);
    }

    static void book(Connection connection, String job, String entry) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BOOKING)) {
            statement.setString(1, job);
            statement.setString(2, entry);
            statement.executeUpdate();
        }
    }

    private static void bookOwn(DataSource source, String job, String entry) {
        try (Connection connection = source.getConnection()) {
            book(connection, job, entry);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void connectionOf(Job job) {
        try {
            job.connection();
        } catch (SQLException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static void count(Connection connection, int counter) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("update counter set n = n + 1 where id = " + counter);
        }
    }

    static Outcome explodeIfBad(String text) {
        if (text.equals("bad")) {
            throw new IllegalStateException("the bank is shut");
        }
        return Outcome.done();
    }

    List<String> entries() {
        return query("select entry from ledger");
    }

    private static List<String> entries(Connection connection) throws SQLException {
        return column(connection, "select entry from ledger where entry like 'repeat%'");
    }

    List<String> query(String sql) {
        return query("shop", sql);
    }

    private List<String> query(String dataSource, String sql) {
        try (Connection connection =
                renkei.channels().dataSources().get(dataSource).getConnection()) {
            return column(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<String> column(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> found = new ArrayList<>();
            while (rows.next()) {
                found.add(rows.getString(1));
            }
            return found;
        }
    }

    List<String> stepsPassed(String correlationId) {
        return renkei.steps(correlationId).stream()
                .map(StepEvent::step)
                .filter(step -> step != null)
                .toList();
    }

    private long depth(String channel) {
        return figures(channel).current();
    }

    private ChannelFigures figures(String channel) {
        return renkei.channels().channel(channel).figures();
    }

    Journey ended(String correlationId) {
        return renkei.ended(correlationId);
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Knows Camel, and finds the database in its registry. */
    public static final class PlainBean {
        public String pay(Exchange exchange, CamelContext camel) throws SQLException {
            DataSource source = camel.getRegistry().lookupByNameAndType("shop", DataSource.class);
            String text = exchange.getMessage().getBody(String.class);
            try (Connection connection = source.getConnection()) {
                book(connection, exchange.getMessage().getHeader("renkei_job", String.class), text);
            }
            explodeIfBad(text);
            return text;
        }
    }

    /** Ends a route. */
    public static final class Exploding {
        public void look(String text) {
            explodeIfBad(text);
        }
    }

    /** Those in the dead letters. */
    int dead() throws JMSException {
        return (int) depth("renkei.dead");
    }
}
