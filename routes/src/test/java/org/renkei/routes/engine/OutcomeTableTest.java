package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.Message;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.channel.Channels;
import org.renkei.database.PostgresServer;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyState;

/** Each outcome of an application, on each kind of channel, at each place of a flow: queues, tracking and side effects. */
@ParameterizedClass
@EnumSource(KindOfChannel.class)
class OutcomeTableTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<String> STEPS = List.of("first", "middle", "fork", "left", "right", "meet", "last");
    private static final String RETRY =
            "retry: {count: 2, delay: 10ms, never: [java.lang.UnsupportedOperationException]}";

    /** What the application does at its place, and everybody else does at all others: {@link #DONE}. */
    private enum Act {
        DONE(1, true),
        AGAIN(2, true),
        REPEAT(2, true),
        THROW_ONCE(2, true),
        FAILED(1, false),
        THROW_ALWAYS(3, false),
        THROW_WHAT_IS_NEVER_RETRIED(1, false);

        private final int calls;
        private final boolean ends;

        Act(int calls, boolean ends) {
            this.calls = calls;
            this.ends = ends;
        }
    }

    /**
     * @param flow "plain", or "undoing", whose steps can be undone up to {@code left}
     * @param place a step, or "undo middle" while the last step fails
     */
    private record Case(String flow, String place, Act act) {
        String name() {
            return flow + " " + place + " " + act;
        }

        boolean isInUndo() {
            return place.startsWith("undo ");
        }
    }

    @TempDir
    static Path serverDir;

    private static PostgresServer server;

    @Parameter
    KindOfChannel kind;

    @TempDir
    Path dir;

    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    @BeforeAll
    static void startServer() {
        server = PostgresServer.start(serverDir);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @Test
    void c1_c2_shouldDoWhatEachOutcomeMeansAtEachPlace() throws Exception {
        List<Case> cases = new ArrayList<>();
        for (Act act : Act.values()) {
            Stream.of("first", "middle", "left", "meet", "last").forEach(place -> {
                cases.add(new Case("plain", place, act));
                cases.add(new Case("undoing", place, act));
            });
            cases.add(new Case("undoing", "undo middle", act));
        }
        try (RunningEngine renkei = start();
                JMSContext shop = renkei.connect()) {
            if (kind.isDatabase()) {
                execute(renkei, "create table effect (job varchar(100), what varchar(100))");
            }
            for (Case one : cases) {
                shop.createProducer()
                        .setJMSCorrelationID(one.name())
                        .send(
                                shop.createQueue(one.flow() + "-in"),
                                "{\"place\":\"" + one.place() + "\",\"act\":\"" + one.act() + "\"}");
            }

            SoftAssertions softly = new SoftAssertions();
            for (Case one : cases) {
                check(one, ended(renkei, one), renkei, softly);
            }
            softly.assertAll();
            await().atMost(PATIENCE).until(() -> renkei.journeys().openPlaces(1).isEmpty());
            for (String channel : channels()) {
                assertThat(renkei.channels().channel(channel).figures().current())
                        .as(channel)
                        .isZero();
            }
        }
    }

    private static Journey ended(RunningEngine renkei, Case one) {
        return await(one.name())
                .atMost(PATIENCE)
                .until(
                        () -> renkei.find(one.name()),
                        journey -> journey != null && journey.state().isTerminal());
    }

    private void check(Case one, Journey journey, RunningEngine renkei, SoftAssertions softly) throws Exception {
        String name = one.name();
        softly.assertThat(journey.state()).as(name).isEqualTo(state(one));
        softly.assertThat(calls.get(key(journey.job(), one.place())))
                .as(name + ": calls")
                .isEqualTo(one.act().calls);
        softly.assertThat(dead(renkei, journey.job()))
                .as(name + ": dead letters")
                .isEqualTo(deadLetters(one));
        for (String undone : List.of("first", "middle", "left")) {
            boolean called = calls.containsKey(key(journey.job(), "undo " + undone));
            softly.assertThat(called).as(name + ": undo of " + undone).isEqualTo(isUndone(one, undone));
        }
        if (kind.isDatabase()) {
            softly.assertThat(effects(renkei, journey.job()))
                    .as(name + ": effects")
                    .isEqualTo(expectedEffects(one));
        }
    }

    private static JourneyState state(Case one) {
        if (one.isInUndo()) {
            return one.act().ends ? JourneyState.COMPENSATED : JourneyState.FAILED;
        }
        if (one.act().ends) {
            return JourneyState.COMPLETED;
        }
        return one.flow().equals("undoing") && !one.place().equals("first")
                ? JourneyState.COMPENSATED
                : JourneyState.FAILED;
    }

    private static int deadLetters(Case one) {
        if (state(one) != JourneyState.FAILED) {
            return 0;
        }
        // Without an undo the join waits for the copy, until its time is over.
        return one.flow().equals("plain") && one.place().equals("left") ? 2 : 1;
    }

    /** True if its undo is called, even in vain. */
    private static boolean isUndone(Case one, String step) {
        if (one.flow().equals("plain") || one.act().ends && !one.isInUndo()) {
            return false;
        }
        if (one.isInUndo() && !one.act().ends) {
            return STEPS.indexOf(step) >= STEPS.indexOf("middle");
        }
        String gaveUp = one.isInUndo() ? "last" : one.place();
        return STEPS.indexOf(step) < STEPS.indexOf(gaveUp);
    }

    /** What stands in the database: each step that was passed once, and each undoing that was done once. */
    private static Map<String, Integer> expectedEffects(Case one) {
        String gaveUp = one.isInUndo() ? "last" : one.act().ends ? null : one.place();
        Map<String, Integer> effects = new HashMap<>();
        for (String step : STEPS) {
            boolean beside = step.equals("right") && "left".equals(gaveUp);
            if (gaveUp == null || beside || STEPS.indexOf(step) < STEPS.indexOf(gaveUp)) {
                effects.put(step, 1);
            }
        }
        for (String step : List.of("first", "middle", "left")) {
            boolean stuck = one.isInUndo() && !one.act().ends && step.equals("middle");
            if (isUndone(one, step) && !stuck) {
                effects.put("undo " + step, 1);
            }
        }
        return effects;
    }

    private Outcome work(Job job) throws SQLException {
        return act(job, job.step());
    }

    private Outcome undo(Job job) throws SQLException {
        return act(job, "undo " + job.step());
    }

    private Outcome act(Job job, String here) throws SQLException {
        int call = calls.merge(key(job.id(), here), 1, Integer::sum);
        Told told = job.json(Told.class);
        boolean isRepeat = told.act() == Act.REPEAT && told.place().equals(here) && call > 1;
        if (kind.isDatabase() && !isRepeat) {
            note(job, here);
        }
        if (told.place().equals("undo middle") && here.equals("last")) {
            return Outcome.failed("so that there is something to undo");
        }
        if (!told.place().equals(here)) {
            return Outcome.done();
        }
        return switch (told.act()) {
            case DONE -> Outcome.done();
            case AGAIN -> call == 1 ? Outcome.again(Duration.ofMillis(10), "not yet") : Outcome.done();
            case REPEAT -> call == 1 ? Outcome.repeat("not yet") : Outcome.done();
            case FAILED -> Outcome.failed("never");
            case THROW_ONCE -> {
                if (call == 1) {
                    throw new IllegalStateException("not yet");
                }
                yield Outcome.done();
            }
            case THROW_ALWAYS -> throw new IllegalStateException("never");
            case THROW_WHAT_IS_NEVER_RETRIED -> throw new UnsupportedOperationException("never");
        };
    }

    private record Told(String place, Act act) {}

    private static String key(String job, String place) {
        return job + " " + place;
    }

    private static void note(Job job, String what) throws SQLException {
        try (PreparedStatement insert = job.connection().prepareStatement("insert into effect values (?, ?)")) {
            insert.setString(1, job.id());
            insert.setString(2, what);
            insert.executeUpdate();
        }
    }

    private static Map<String, Integer> effects(RunningEngine renkei, String job) throws SQLException {
        Map<String, Integer> effects = new HashMap<>();
        try (Connection connection = renkei.channels().dataSources().get("shop").getConnection();
                PreparedStatement query = connection.prepareStatement("select what from effect where job = ?")) {
            query.setString(1, job);
            try (ResultSet rows = query.executeQuery()) {
                while (rows.next()) {
                    effects.merge(rows.getString(1), 1, Integer::sum);
                }
            }
        }
        return effects;
    }

    private static void execute(RunningEngine renkei, String sql) throws SQLException {
        try (Connection connection = renkei.channels().dataSources().get("shop").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int dead(RunningEngine renkei, String job) throws Exception {
        int letters = 0;
        for (Message message : renkei.browse(Channels.DEAD)) {
            letters += job.equals(message.getStringProperty("renkei_job")) ? 1 : 0;
        }
        return letters;
    }

    private static List<String> channels() {
        return Stream.of("plain", "undoing")
                .flatMap(flow -> STEPS.stream().map(step -> flow + "-" + step))
                .toList();
    }

    private RunningEngine start() {
        StringBuilder channels = new StringBuilder("plain-in: {kind: persistent}\nundoing-in: {kind: persistent}\n");
        channels().forEach(name -> channels.append(kind.channel(name, "")));
        return kind.prepare(RunningEngine.in(dir), server)
                .channels(channels.toString())
                .flow(flow("plain", ""))
                .flow(flow("undoing", "undo: {bean: undo, " + RETRY + "},"))
                .application("work", (Application) this::work)
                .application("undo", (Application) this::undo)
                .start();
    }

    private static String flow(String name, String undo) {
        return """
                flow: %1$s
                start: %1$s-in
                accept: {format: json}
                steps:
                  first: {channel: %1$s-first, bean: work, %2$s %3$s, next: middle}
                  middle: {channel: %1$s-middle, bean: work, %2$s %3$s, next: fork}
                  fork: {channel: %1$s-fork, bean: work, %3$s, next: [left, right]}
                  left: {channel: %1$s-left, bean: work, %2$s %3$s, next: meet}
                  right: {channel: %1$s-right, bean: work, %3$s, next: meet}
                  meet: {channel: %1$s-meet, bean: work, join: 2s, %3$s, next: last}
                  last: {channel: %1$s-last, bean: work, %3$s, next: end}
                """.formatted(name, undo, RETRY);
    }
}
