package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSContext;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.TextMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.client.Acceptance;
import org.renkei.client.FlowBlockedException;
import org.renkei.client.JobFailedException;
import org.renkei.client.JobResult;
import org.renkei.client.RenkeiClient;
import org.renkei.client.RenkeiClientException;
import org.renkei.client.ResultTimeoutException;
import org.renkei.client.Submission;

/** The client library against a whole server, over both protocols (A4, B6, B7). */
class ClientLibraryTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static ServerFixture server;
    private static String password;

    private final List<RenkeiClient> clients = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        server = new ServerFixture(directory);
        Files.writeString(server.home().channelsFile(), """
                desk: {kind: persistent}
                small: {kind: persistent, max: 2, watch: 2, rearm: 1, unblock: 1}
                """, StandardOpenOption.APPEND);
        password = Users.loadOrCreate(server.home().usersFile(), server.home().adminPasswordFile())
                .add("shop", Set.of(Role.CLIENT));
        server.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void clear() {
        GateApplication.open();
        BrittleApplication.isMended();
        server.asToken("POST", "/flows/durable/unblock", "");
        clients.forEach(RenkeiClient::close);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void b6_shouldSubmitAndWaitForTheResult(Protocol protocol) {
        RenkeiClient client = client(protocol);
        Submission order = Submission.to("durable-in").text("tea").build();

        JobResult result = client.submitAndWait(order, PATIENCE);

        assertThat(result.text()).isEqualTo("passed tea");
        assertThat(result.correlationId()).isEqualTo(order.correlationId());
        server.awaitState(result.job(), "COMPLETED");
        assertThatThrownBy(() -> client.result(order.correlationId(), Duration.ZERO))
                .isInstanceOf(ResultTimeoutException.class);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void b6_shouldTellAFailureWithItsCodeAndReason(Protocol protocol) {
        BrittleApplication.breaks();
        Submission order = Submission.to("brittle-in")
                .text("{}")
                .correlationId("ORDER " + protocol + " isn't")
                .build();

        JobFailedException failure = catchThrowableOfType(
                JobFailedException.class, () -> client(protocol).submitAndWait(order, PATIENCE));

        assertThat(failure.code()).contains("RNK-3011");
        assertThat(failure.reason()).isEqualTo("it is broken");
        assertThat(failure.state()).isEqualTo("FAILED");
        assertThat(failure.correlationId()).isEqualTo(order.correlationId());
        server.awaitState(failure.job(), "FAILED");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void b6_shouldGiveALateResultToAnotherProgramWhenTheWaiterIsGone(Protocol protocol) {
        GateApplication.shut();
        RenkeiClient impatient = client(protocol);
        Submission order = Submission.to("durable-in").text("late").build();
        ResultTimeoutException over = catchThrowableOfType(
                ResultTimeoutException.class, () -> impatient.submitAndWait(order, Duration.ofMillis(100)));
        impatient.close();

        GateApplication.open();

        assertThat(client(protocol.other())
                        .result(over.correlationId(), PATIENCE)
                        .text())
                .isEqualTo("passed late");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void b6_shouldKeepTheResultOfAProgramThatDiesWhileItWaits(Protocol protocol) throws Exception {
        GateApplication.shut();
        Submission order = Submission.to("durable-in").text("dies").build();
        try (Wire wire = new Wire(protocol.port(server.server().runFile()))) {
            RenkeiClient dying = new RenkeiClient(protocol.factory(wire.port()), "shop", password, Duration.ZERO);
            CompletableFuture<JobResult> waiting = CompletableFuture.supplyAsync(
                    () -> dying.submitAndWait(order, PATIENCE), command -> new Thread(command, "test-dying").start());
            server.awaitAtGate(1);
            wire.cutForGood();
            dying.close();
            assertThatThrownBy(waiting::get).hasRootCauseInstanceOf(RenkeiClientException.class);
        }

        GateApplication.open();

        assertThat(client(protocol.other())
                        .result(order.correlationId(), PATIENCE)
                        .text())
                .isEqualTo("passed dies");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void a5_shouldTellAtOnceThatAFlowIsBlockedByHand(Protocol protocol) {
        RenkeiClient client = client(protocol);
        Submission order = Submission.to("durable-in").text("x").build();
        server.asToken("POST", "/flows/durable/block", "{\"reason\":\"month end\"}");

        FlowBlockedException refused = catchThrowableOfType(FlowBlockedException.class, () -> client.submit(order));

        assertThat(refused.code()).contains("RNK-2012");
        assertThat(refused.channel()).isEqualTo("durable-in");
        assertThat(refused.reason())
                .isEqualTo("flow durable is blocked, so its start channel durable-in takes nothing: month end (root)");
        server.asToken("POST", "/flows/durable/unblock", "");
        assertThat(client.submitAndWait(order, PATIENCE).text()).isEqualTo("passed x");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void a4_shouldTellAtOnceThatAChannelIsFull(Protocol protocol) throws Exception {
        RenkeiClient client = client(protocol);
        client.submit(Submission.to("small").build());
        client.submit(Submission.to("small").build());

        FlowBlockedException refused = catchThrowableOfType(
                FlowBlockedException.class,
                () -> client.submit(Submission.to("small").build()));

        assertThat(refused.code()).contains("RNK-2003");
        assertThat(refused.channel()).isEqualTo("small");
        assertThat(refused.reason()).isEqualTo("channel small is full: 2 of max 2; it opens again at 1");
        assertThat(receive(protocol, "small")).isNotNull();
        assertThat(receive(protocol, "small")).isNotNull();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void b7_shouldStartOneJobForOneDuplicateKey(Protocol protocol) {
        GateApplication.shut();
        Submission.Builder order = Submission.to("durable-in").text("once").duplicateKey("ORDER-" + protocol);
        Acceptance first = client(protocol).submitForResult(order.build());
        Acceptance second = client(protocol.other()).submitForResult(order.build());
        GateApplication.open();

        JobResult result = client(protocol).result(second.correlationId(), PATIENCE);

        assertThat(first.correlationId()).isEqualTo(second.correlationId()).isEqualTo("ORDER-" + protocol);
        server.awaitState(result.job(), "COMPLETED");
        assertThat(GateApplication.entered()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldSendAMessageThatABareProgramCouldHaveSent(Protocol protocol) throws Exception {
        Submission.Builder order = Submission.to("desk")
                .correlationId("ORDER-4711")
                .duplicateKey("4711-" + protocol)
                .group("ada")
                .priority(8)
                .validFor(Duration.ofHours(1))
                .property("branch", 7)
                .property("express", true);
        Acceptance accepted = client(protocol).submit(order.text("tea").build());

        Message message = receive(protocol, "desk");

        assertThat(((TextMessage) message).getText()).isEqualTo("tea");
        assertThat(message.getJMSMessageID()).isEqualTo(accepted.messageId());
        assertThat(message.getJMSCorrelationID()).isEqualTo("ORDER-4711");
        assertThat(message.getStringProperty("_AMQ_DUPL_ID")).isEqualTo("4711-" + protocol);
        assertThat(message.getStringProperty("JMSXGroupID")).isEqualTo("ada");
        assertThat(message.getJMSPriority()).isEqualTo(8);
        assertThat(message.getJMSExpiration() - message.getJMSTimestamp())
                .isEqualTo(Duration.ofHours(1).toMillis());
        assertThat(message.getIntProperty("branch")).isEqualTo(7);
        assertThat(message.getBooleanProperty("express")).isTrue();
        assertThat(message.getJMSReplyTo()).isNull();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldSendBytesMapsAndNothing(Protocol protocol) throws Exception {
        RenkeiClient client = client(protocol);
        client.submit(Submission.to("desk").bytes(new byte[] {1, 2, 3}).build());
        assertThat(receive(protocol, "desk").getBody(byte[].class)).containsExactly(1, 2, 3);

        client.submit(Submission.to("desk")
                .map(Map.of("article", "tea", "quantity", 2))
                .build());
        MapMessage map = (MapMessage) receive(protocol.other(), "desk");
        assertThat(map.getString("article")).isEqualTo("tea");
        assertThat(map.getInt("quantity")).isEqualTo(2);

        client.submit(Submission.to("desk").build());
        assertThat(receive(protocol, "desk")).isNotInstanceOfAny(TextMessage.class, BytesMessage.class);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldReadResultsOfEachKind(Protocol protocol) {
        RenkeiClient client = client(protocol);
        byte[] bytes = "{\"a\":1}".getBytes(StandardCharsets.UTF_8);

        JobResult asBytes =
                client.submitAndWait(Submission.to("brittle-in").bytes(bytes).build(), PATIENCE);
        JobResult asText = client.submitAndWait(
                Submission.to("brittle-in").text("{\"b\":\"茶\"}").build(), PATIENCE);

        assertThat(asBytes.bytes()).isEqualTo(bytes);
        assertThat(asText.text()).isEqualTo("{\"b\":\"茶\"}");
        assertThatThrownBy(asText::fields).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldTellAtOnceWhatIsRefusedForGood(Protocol protocol) {
        RenkeiClient stranger = keep(new RenkeiClient(
                protocol.factory(protocol.port(server.server().runFile())), "shop", "wrong", PATIENCE));
        RenkeiClient client = client(protocol);

        assertThatThrownBy(() -> stranger.submit(Submission.to("desk").build()))
                .isExactlyInstanceOf(RenkeiClientException.class);
        assertThatThrownBy(() -> stranger.result("A", PATIENCE)).isExactlyInstanceOf(RenkeiClientException.class);
        assertThatThrownBy(() -> client.submit(Submission.to("nowhere").build()))
                .isExactlyInstanceOf(RenkeiClientException.class)
                .hasMessageContaining("nowhere");
        assertThatThrownBy(() -> client.submit(
                        Submission.to("desk").property("list", List.of()).build()))
                .isExactlyInstanceOf(RenkeiClientException.class);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldServeManyThreadsEachWithItsOwnResult(Protocol protocol) throws Exception {
        RenkeiClient client = client(protocol);
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<String>> results = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                Submission order = Submission.to("durable-in").text("t" + i).build();
                results.add(threads.submit(
                        () -> client.submitAndWait(order, PATIENCE).text()));
            }
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get()).isEqualTo("passed t" + i);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldEndTheWaitsOfAThreadThatIsInterruptedAndOfAClientThatIsClosed(Protocol protocol) throws Exception {
        RenkeiClient client = client(protocol);
        AtomicReference<Throwable> interrupted = new AtomicReference<>();
        AtomicReference<Throwable> closed = new AtomicReference<>();
        client.submit(Submission.to("durable-in").text("connects").build());
        Thread one = waiting(client, interrupted);
        Thread two = waiting(client, closed);

        one.interrupt();
        one.join(PATIENCE.toMillis());
        client.close();
        two.join(PATIENCE.toMillis());

        assertThat(interrupted.get())
                .isExactlyInstanceOf(RenkeiClientException.class)
                .hasMessage("interrupted");
        assertThat(closed.get())
                .isExactlyInstanceOf(RenkeiClientException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> client.submit(Submission.to("desk").build())).hasMessageContaining("closed");
    }

    private static Thread waiting(RenkeiClient client, AtomicReference<Throwable> end) {
        Thread thread = new Thread(() -> client.result("never", PATIENCE), "test-waits");
        thread.setUncaughtExceptionHandler((same, thrown) -> end.set(thrown));
        thread.start();
        await().until(() -> Stream.of(thread.getStackTrace())
                .anyMatch(frame -> frame.getClassName().endsWith(".Arrival")));
        return thread;
    }

    private RenkeiClient client(Protocol protocol) {
        return keep(
                new RenkeiClient(protocol.factory(protocol.port(server.server().runFile())), "shop", password));
    }

    private RenkeiClient keep(RenkeiClient client) {
        clients.add(client);
        return client;
    }

    private static Message receive(Protocol protocol, String channel) throws Exception {
        int port = protocol.port(server.server().runFile());
        try (JMSContext jms = protocol.factory(port).createContext("shop", password)) {
            return jms.createConsumer(jms.createQueue(channel)).receive(PATIENCE.toMillis());
        }
    }
}
