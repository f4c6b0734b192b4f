package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Users;
import org.renkei.client.Acceptance;
import org.renkei.client.ConnectionLostException;
import org.renkei.client.JobResult;
import org.renkei.client.RenkeiClient;
import org.renkei.client.Submission;

/** The client library over lost connections and restarts: nothing lost, nothing doubled (B6, B7). */
class ClientReconnectTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final int NOWHERE = 1;

    @TempDir
    private Path directory;

    private final AtomicInteger address = new AtomicInteger();
    private ServerFixture server;
    private String password;
    private Wire wire;
    private RenkeiClient client;

    private void start(Protocol protocol) throws IOException {
        GateApplication.shut();
        server = new ServerFixture(directory);
        password = Users.loadOrCreate(server.home().usersFile(), server.home().adminPasswordFile())
                .add("shop", Set.of(Role.CLIENT));
        server.start();
        wire = new Wire(protocol.port(server.server().runFile()));
        address.set(wire.port());
        client = new RenkeiClient(new MovingFactory(() -> protocol.factory(address.get())), "shop", password, PATIENCE);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        wire.close();
        server.close();
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void b7_shouldStartOneJobWhenTheAnswerToTheSendIsLost(Protocol protocol) throws Exception {
        // Given
        start(protocol);
        client.submitForResult(Submission.to("durable-in").text("first").build());
        server.awaitAtGate(1);
        Submission order = Submission.to("durable-in").text("second").build();
        // When
        wire.loseAnswers();
        CompletableFuture<Acceptance> sending = inThread(() -> client.submitForResult(order));
        await().atMost(PATIENCE).until(this::came, came -> came >= 2);
        assertThat(sending).isNotDone();
        wire.cut();
        // Then
        assertThat(sending.get().correlationId()).isEqualTo(order.correlationId());
        GateApplication.open();
        JobResult result = client.result(order.correlationId(), PATIENCE);
        assertThat(result.text()).isEqualTo("passed second");
        assertThat(client.submitAndWait(
                                Submission.to("durable-in").text("third").build(), PATIENCE)
                        .text())
                .isEqualTo("passed third");
        assertThat(GateApplication.entered()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void b6_shouldSubmitAndWaitOverRestarts(Protocol protocol) throws Exception {
        // Given
        start(protocol);
        address.set(protocol.port(server.server().runFile()));
        Submission before = Submission.to("durable-in").text("before").build();
        Submission after = Submission.to("durable-in").text("after").build();
        GateApplication.open();
        server.asToken("POST", "/applications/gate/pause", "");
        CompletableFuture<JobResult> waiting = inThread(() -> client.submitAndWait(before, PATIENCE));
        await().atMost(PATIENCE).until(this::came, came -> came == 1);
        // When
        address.set(NOWHERE); // not connected in the middle of the stop, which costs a whole timeout of the Core client
        assertThat(server.stop("force", "5s").statusCode()).isEqualTo(202);
        server.awaitEnded();
        CompletableFuture<JobResult> submitting = inThread(() -> client.submitAndWait(after, PATIENCE));
        server.start();
        server.asToken("POST", "/applications/gate/resume", "");
        address.set(protocol.port(server.server().runFile()));
        // Then
        assertThat(waiting.get().text()).isEqualTo("passed before");
        assertThat(submitting.get().text()).isEqualTo("passed after");
    }

    @ParameterizedTest
    @EnumSource(Protocol.class)
    void shouldSayWhatToSubmitAgainWhenThePatienceIsOver(Protocol protocol) throws Exception {
        start(protocol);
        GateApplication.open();
        Submission order = Submission.to("durable-in").text("x").build();
        wire.cutForGood();

        ConnectionLostException lost;
        try (RenkeiClient impatient =
                new RenkeiClient(protocol.factory(wire.port()), "shop", password, Duration.ofMillis(300))) {
            lost = catchThrowableOfType(ConnectionLostException.class, () -> impatient.submit(order));
        }

        address.set(protocol.port(server.server().runFile()));
        assertThat(client.submitAndWait(lost.submission(), PATIENCE).text()).isEqualTo("passed x");
    }

    /** Messages that ever came into the start channel. */
    private long came() {
        return server.get("/channels/durable-in").path("in").asLong();
    }

    private static <T> CompletableFuture<T> inThread(Supplier<T> work) {
        return CompletableFuture.supplyAsync(work, command -> new Thread(command, "test-program").start());
    }
}
