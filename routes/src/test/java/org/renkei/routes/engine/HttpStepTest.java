package org.renkei.routes.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import jakarta.jms.JMSContext;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyState;

/** B3: an HTTP endpoint as the application of a step. */
class HttpStepTest {
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final List<String> results = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);

    @TempDir
    Path dir;

    private HttpServer server;
    private ExecutorService threads;
    private RunningEngine renkei;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        over.countDown();
        if (renkei != null) {
            renkei.close();
        }
        server.stop(0);
        threads.shutdownNow();
    }

    /** The body says what is wanted: a status, or a misbehaviour. */
    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
        requests.add(body + " " + exchange.getRequestHeaders().getFirst("Renkei-Attempt") + " "
                + exchange.getRequestHeaders().getFirst("Idempotency-Key"));
        switch (body) {
            case "hang" -> awaitEnd();
            case "endless" -> {
                exchange.sendResponseHeaders(200, 0);
                writeWithoutEnd(exchange.getResponseBody());
            }
            default -> {
                byte[] answer = ("answer to " + body).getBytes(UTF_8);
                if (body.equals("503")) {
                    exchange.getResponseHeaders().set("Retry-After", "1");
                }
                exchange.sendResponseHeaders(Integer.parseInt(body), answer.length);
                exchange.getResponseBody().write(answer);
            }
        }
        exchange.close();
    }

    private void awaitEnd() {
        try {
            over.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void writeWithoutEnd(OutputStream body) throws IOException {
        byte[] much = new byte[64 << 10];
        while (over.getCount() > 0) {
            body.write(much);
        }
    }

    @Test
    void b3_shouldDoAsTheStatusSays() {
        start("");

        Journey done = run("200");
        Journey failed = run("404");

        assertThat(done.state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(results).containsExactly("answer to 200");
        assertThat(failed.state()).isEqualTo(JourneyState.FAILED);
        assertThat(failed.error()).isEqualTo("RNK-3011 status 404: answer to 404");
        assertThat(requests).hasSize(2);
    }

    @Test
    void b3_shouldTryAgainWithTheSameKeyWhenTheServerWantsIt() {
        start("");
        Instant before = Instant.now();

        Journey journey = run("503");

        assertThat(journey.error())
                .isEqualTo("RNK-3010 failed 2 times, at last by HttpFailed: status 503: answer to 503");
        assertThat(Duration.between(before, Instant.now())).isGreaterThan(Duration.ofSeconds(1));
        assertThat(requests).containsExactly("503 1 " + journey.job() + "/one/1", "503 2 " + journey.job() + "/one/1");
    }

    @Test
    void b3_shouldTakeStatusesAsTheFlowSaysTheyMean() {
        start(", done: [404], failed: [200-299]");

        assertThat(run("404").state()).isEqualTo(JourneyState.COMPLETED);
        assertThat(run("201").error()).startsWith("RNK-3011 status 201");
    }

    @Test
    void b3_shouldNotWaitForAServerThatHangs() {
        start(", timeout: 300ms");

        assertThat(run("hang").error()).contains("no whole answer within 300 ms");
    }

    @Test
    void b3_shouldNotReadAnAnswerWithoutEnd() {
        start(", timeout: 500ms, maxOutput: 1KiB");

        assertThat(run("endless").error()).contains("no whole answer within 500 ms");
    }

    @Test
    void b3_shouldRefuseAnAnswerThatIsTooLarge() {
        start(", maxOutput: 5");

        assertThat(run("200").error()).isEqualTo("RNK-3011 answered more than 5, which maxOutput allows");
    }

    private void start(String more) {
        renkei = RunningEngine.in(dir)
                .channels("in: {kind: persistent}\none: {kind: persistent}\nkept: {kind: persistent}\n")
                .flow("""
                        flow: f
                        start: in
                        steps:
                          one:
                            channel: one
                            http: {url: "http://127.0.0.1:%d/", output: body%s}
                            retry: {count: 1, delay: 10ms}
                            next: kept
                          kept: {channel: kept, bean: keep, next: end}
                        """.formatted(server.getAddress().getPort(), more))
                .application("keep", (Application) job -> {
                    results.add(job.text());
                    return Outcome.done();
                })
                .start();
    }

    private Journey run(String body) {
        try (JMSContext shop = renkei.connect()) {
            shop.createProducer().setJMSCorrelationID(body).send(shop.createQueue("in"), body);
        }
        return renkei.ended(body);
    }
}
