package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.routes.dead.DeadLetters;
import org.renkei.routes.dead.LetterPage;
import org.renkei.routes.dead.LetterSummary;
import org.renkei.routes.dead.Operation;
import org.renkei.routes.dead.RetryFrom;
import org.renkei.routes.dead.Selection;
import org.renkei.tracking.journey.JourneyState;

/** Where a dead letter goes that its channel does not take (C3). */
class LastResortTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PERSISTENT = "kind: persistent";

    @TempDir
    Path dir;

    private volatile boolean broken = true;
    private RunningEngine renkei;
    private JMSContext shop;

    @AfterEach
    void stop() {
        shop.close();
        renkei.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {PERSISTENT, "kind: volatile", "kind: database, dataSource: shop"})
    void c3_shouldWriteAFileWhenTheChannelIsBlockedAndBringItBack(String kind) throws Exception {
        start(kind, PERSISTENT);
        graves().block("by the test");

        send("A");

        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.FAILED);
        assertThat(files()).hasSize(1);
        assertThat(Files.readString(files().get(0)))
                .contains("\"channel\":\"graves\"", "\"body\":{\"text\":\"body of A\"}")
                .endsWith("}\n");
        assertThat(letters()).isEmpty();
        assertThat(renkei.engine().problem().orElseThrow())
                .startsWith("RNK-6001")
                .contains(": 1");
        assertThat(dead().inFiles()).isEqualTo(1);
        assertThat(ended(dead().recover()).error()).startsWith("RNK-2002");
        assertThat(files()).hasSize(1);

        graves().unblock();
        assertThat(ended(dead().recover()).done()).isEqualTo(1);

        assertThat(files()).isEmpty();
        assertThat(renkei.engine().problem()).isEmpty();
        assertThat(letters()).extracting(LetterSummary::correlationId).containsExactly("A");
        retryAll();
        await().atMost(PATIENCE).until(() -> renkei.find("A").state() == JourneyState.COMPLETED);
    }

    @Test
    void c3_shouldWriteAFileWhenTheChannelIsFull() throws Exception {
        start(PERSISTENT, PERSISTENT + ", max: 1, watch: 1, unblock: 0");

        send("A");
        renkei.ended("A");
        send("B");
        renkei.ended("B");

        assertThat(letters()).extracting(LetterSummary::correlationId).containsExactly("A");
        assertThat(files()).hasSize(1);
    }

    @Test
    void c3_shouldWriteAFileForWhatIsNoJobAndForBadInput() throws Exception {
        start(PERSISTENT, PERSISTENT);
        graves().block("by the test");
        renkei.channels().channel(Channels.DEAD).block("by the test");

        shop.createProducer().send(shop.createQueue("one"), "a stranger");
        shop.createProducer().setJMSCorrelationID("A").send(shop.createQueue("in"), new byte[2_000]);

        assertThat(renkei.ended("A").error()).startsWith("RNK-3007");
        await().atMost(PATIENCE).until(() -> files().size() == 2);
        assertThat(String.join("", read(files())))
                .contains("\"body\":{\"text\":\"a stranger\"}", "\"body\":{\"bytes\":\"AAAA");
        renkei.channels().channel(Channels.DEAD).unblock();
        graves().unblock();
    }

    @Test
    void c3_shouldKeepTheMessageWhereItIsWhileTheFileCannotBeWrittenEither() throws Exception {
        start(PERSISTENT, PERSISTENT);
        graves().block("by the test");
        Path folder = dir.resolve("dead-letters");
        Files.delete(folder);
        Files.writeString(folder, "in the way");

        send("A");

        await().atMost(PATIENCE)
                .until(() -> renkei.engine()
                        .problem()
                        .filter(problem -> problem.startsWith("RNK-6002"))
                        .isPresent());
        assertThat(renkei.channels().channel("one").figures().current()).isEqualTo(1);
        assertThat(renkei.find("A").state()).isEqualTo(JourneyState.RUNNING);

        Files.delete(folder);
        assertThat(renkei.ended("A").state()).isEqualTo(JourneyState.FAILED);
        assertThat(files()).hasSize(1);
        assertThat(renkei.engine().problem().orElseThrow()).startsWith("RNK-6001");
    }

    @Test
    void c3_shouldNotDoubleALetterWhoseFileIsThereOnceMore() throws Exception {
        start(PERSISTENT, PERSISTENT);
        graves().block("by the test");
        send("A");
        renkei.ended("A");
        Path file = files().get(0);
        String letter = Files.readString(file);
        graves().unblock();

        ended(dead().recover());
        Files.writeString(file, letter);
        assertThat(ended(dead().recover()).done()).isEqualTo(1);
        assertThat(letters()).hasSize(1);

        retryAll();
        await().atMost(PATIENCE).until(() -> renkei.find("A").state() == JourneyState.COMPLETED);
        Files.writeString(file, letter);
        Operation.Report late = ended(dead().recover());

        assertThat(late.done()).isZero();
        assertThat(late.left()).hasSize(1);
        assertThat(late.left().get(0).reason()).contains("RNK-6006", "AGAIN, retried by ada");
        assertThat(file).exists();
        assertThat(letters()).isEmpty();
    }

    private void start(String kind, String graves) {
        renkei = RunningEngine.in(dir)
                .channels("in: {kind: persistent}\none: {" + kind + "}\ngraves: {" + graves + "}")
                .dataSource("shop", DataSourceConfig.embedded())
                .flow("""
                        flow: f
                        start: in
                        accept: {maxBytes: 1KiB}
                        deadLetter: graves
                        steps:
                          one: {channel: one, bean: one, retry: {count: 0}, next: end}
                        """)
                .application("one", (Application) job -> broken ? Outcome.failed("broken") : Outcome.done())
                .start();
        shop = renkei.connect();
    }

    private Channel graves() {
        return renkei.channels().channel("graves");
    }

    private DeadLetters dead() {
        return renkei.engine().deadLetters();
    }

    private void send(String correlation) {
        shop.createProducer().setJMSCorrelationID(correlation).send(shop.createQueue("in"), "body of " + correlation);
    }

    private void retryAll() {
        broken = false;
        assertThat(ended(dead().retry(Selection.all(), RetryFrom.STEP, "ada")).done())
                .isEqualTo(1);
    }

    private List<LetterSummary> letters() {
        return dead().page(Selection.all(), LetterPage.Order.NEWEST, null, 100).letters();
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(dir.resolve("dead-letters"))) {
            return files.toList();
        }
    }

    private static List<String> read(List<Path> files) throws IOException {
        List<String> texts = new ArrayList<>();
        for (Path file : files) {
            texts.add(Files.readString(file));
        }
        return texts;
    }

    private static Operation.Report ended(Operation operation) {
        return await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(5))
                .until(operation::report, report -> report.state() != Operation.State.RUNNING);
    }
}
