package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.PostgresServer;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.JourneyState;

class PostgresFlowTest extends DatabaseFlowContract {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    static Path serverDir;

    private static PostgresServer server;

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start(serverDir);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Override
    DataSourceConfig emptyDatabase() {
        return new DataSourceConfig(
                server.newDatabase(), PostgresServer.USER, PostgresServer.PASSWORD, null, Path.of("sql"));
    }

    /** PostgreSQL takes no further statement then, and would roll the commit back without a word. */
    @Test
    void shouldFailAnApplicationThatSwallowsAnSqlError() {
        start(oneStep("bean: app\n    retry: {count: 0}").application("app", (Application) job -> {
            book(job.connection(), job.id(), job.text());
            try (Statement statement = job.connection().createStatement()) {
                statement.execute(job.text().equals("bad") ? "select * from no_such_table" : "select 1");
            } catch (SQLException e) {
                return Outcome.done("as if nothing had happened");
            }
            return Outcome.done();
        }));

        send("good", "A");
        send("bad", "B");
        send("fine", "C");

        assertThat(ended("A").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(ended("C").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(ended("B").state()).isEqualTo(JourneyState.FAILED);
        assertThat(ended("B").error()).startsWith("RNK-2011").contains("went on as if it had not");
        assertThat(entries()).containsExactlyInAnyOrder("good", "fine");
    }

    /** The database finds the fault at the commit, when it does not say any more whose it was. */
    @Test
    void shouldFindTheOneWhoseCommitFails() throws Exception {
        start(oneStep("bean: app").file("sql/V2__references.sql", """
                        create table entry_of (id integer references counter deferrable initially deferred);
                        """).application("app", (Application) job -> {
            try (Statement statement = job.connection().createStatement()) {
                statement.execute("insert into entry_of values (" + (job.text().equals("bad") ? 99 : 1) + ")");
            }
            book(job.connection(), job.id(), job.text());
            return Outcome.done();
        }));

        List<String> good = IntStream.range(0, 30).mapToObj(i -> "good" + i).toList();
        good.subList(0, 15).forEach(text -> send(text, text));
        send("bad", "bad");
        good.subList(15, 30).forEach(text -> send(text, text));

        assertThat(good).allSatisfy(id -> assertThat(ended(id).state()).isEqualTo(JourneyState.COMPLETED));
        assertThat(ended("bad").state()).isEqualTo(JourneyState.FAILED);
        assertThat(ended("bad").error()).startsWith("RNK-3013");
        assertThat(entries()).containsExactlyInAnyOrderElementsOf(good);
        assertThat(dead()).isEqualTo(1);
    }

    @Test
    void shouldWaitForADatabaseThatIsAway() throws Exception {
        start(oneStep("bean: app\n    retry: {count: 0}")
                .channels("other-in: {kind: persistent}\nother: {kind: persistent}")
                .flow("flow: other\nstart: other-in\nsteps:\n  other: {channel: other, bean: pass, next: end}\n")
                .application("pass", (Application) job -> Outcome.done())
                .application("app", (Application) job -> {
                    Thread.sleep(5);
                    book(job.connection(), job.id(), job.text());
                    return Outcome.done();
                }));
        List<String> jobs = IntStream.range(0, 300).mapToObj(i -> "job" + i).toList();
        jobs.subList(0, 200).forEach(text -> send(text, text));
        await().atMost(PATIENCE).until(() -> entries().size() > 20);

        server.stop();
        try {
            await().atMost(PATIENCE)
                    .until(() -> renkei.channels().channel("pay").refusal().isPresent());
            jobs.subList(200, 300).forEach(text -> send(text, text));
            assertThat(renkei.engine()
                            .submitAndWait("other", "x", "other", Priority.NORMAL)
                            .result()
                            .get(20, TimeUnit.SECONDS)
                            .state())
                    .isEqualTo("COMPLETED");
            assertThat(renkei.channels().channel("pay").refusal().orElseThrow().getMessage())
                    .startsWith("RNK-2010 database shop is away");
        } finally {
            server.startAgain();
        }

        renkei.awaitCount(JourneyState.COMPLETED, 301);
        assertThat(entries()).containsExactlyInAnyOrderElementsOf(jobs);
        assertThat(dead()).isZero();
    }
}
