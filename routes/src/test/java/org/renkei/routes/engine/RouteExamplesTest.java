package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import jakarta.jms.JMSContext;
import jakarta.jms.JMSProducer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.routes.userroute.RouteFile;

/** Camel routes in the style of Camel's own examples, and one as Kaoto writes it, deployed into a running system. */
class RouteExamplesTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path dir;

    @TempDir
    private Path inbox;

    private RunningEngine running;

    @BeforeEach
    void start() {
        running = RunningEngine.in(dir).channels("""
                        in: {kind: persistent}
                        out: {kind: persistent}
                        large: {kind: persistent}
                        small: {kind: persistent}
                        """).start();
    }

    @AfterEach
    void stop() {
        running.close();
    }

    @Test
    void shouldSplitAFileIntoMessages() throws IOException {
        deploy("""
                - route:
                    id: files
                    from:
                      uri: file:%s
                      parameters: {include: ".*\\\\.csv", delay: 200}
                      steps:
                        - split:
                            tokenize: {token: "\\n"}
                            steps:
                              - setHeader: {name: file, simple: "${header.CamelFileName}"}
                              - to: channel:out
                """.formatted(inbox));

        Files.writeString(inbox.resolve("orders.csv"), "1;tea\n2;coffee\n3;cake");

        assertThat(receive("out", 3)).containsExactlyInAnyOrder("1;tea", "2;coffee", "3;cake");
    }

    @Test
    void shouldSendByATimer() {
        deploy("""
                - from:
                    uri: timer:tick
                    parameters: {period: 100, repeatCount: 3, includeMetadata: true}
                    steps:
                      - setBody: {simple: "tick ${exchangeProperty.CamelTimerCounter}"}
                      - to: channel:out
                """);

        assertThat(receive("out", 3)).containsExactly("tick 1", "tick 2", "tick 3");
    }

    @Test
    void shouldAggregateByAKey() {
        deploy("""
                - beans:
                    - name: together
                      type: "#class:org.apache.camel.processor.aggregate.StringAggregationStrategy"
                      properties: {delimiter: "+"}
                - from:
                    uri: channel:in
                    parameters: {consumers: 1}
                    steps:
                      - aggregate:
                          correlationExpression: {simple: "${header.customer}"}
                          completionSize: 2
                          aggregationStrategy: "#bean:together"
                          steps:
                            - to: channel:out
                """);

        send("in", "tea", Map.of("customer", "ada"));
        send("in", "nails", Map.of("customer", "bob"));
        send("in", "cake", Map.of("customer", "ada"));
        send("in", "hammer", Map.of("customer", "bob"));

        assertThat(receive("out", 2)).containsExactlyInAnyOrder("tea+cake", "nails+hammer");
    }

    @Test
    void shouldRouteByContent() {
        deploy("""
                - from:
                    uri: channel:in
                    steps:
                      - unmarshal: {json: {library: Jackson}}
                      - choice:
                          when:
                            - simple: "${body[total]} > 1000"
                              steps:
                                - setBody: {simple: "order ${body[order]}"}
                                - to: channel:large
                          otherwise:
                            steps:
                              - setBody: {simple: "order ${body[order]}"}
                              - to: channel:small
                """);

        send("in", "{\"order\": 1, \"total\": 1200}", Map.of());
        send("in", "{\"order\": 2, \"total\": 12}", Map.of());

        assertThat(receive("large", 1)).containsExactly("order 1");
        assertThat(receive("small", 1)).containsExactly("order 2");
    }

    @Test
    void shouldCallAServerByRest() throws IOException {
        HttpServer prices = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        prices.createContext("/prices/tea", exchange -> {
            byte[] answer = "4.50".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            try (OutputStream body = exchange.getResponseBody()) {
                body.write(answer);
            }
        });
        prices.start();
        try {
            deploy("""
                    - from:
                        uri: channel:in
                        steps:
                          - setHeader: {name: CamelHttpMethod, constant: GET}
                          - toD: "http://127.0.0.1:%d/prices/${body}?bridgeEndpoint=true"
                          - convertBodyTo: {type: String}
                          - to: channel:out
                    """.formatted(prices.getAddress().getPort()));

            send("in", "tea", Map.of());

            assertThat(receive("out", 1)).containsExactly("4.50");
        } finally {
            prices.stop(0);
        }
    }

    /** With the ids and the nested expressions that its editor writes. */
    @Test
    void shouldRunARouteAsKaotoWritesIt() {
        deploy("""
                - route:
                    id: route-3856
                    from:
                      id: from-2093
                      uri: timer
                      parameters:
                        period: "1000"
                        timerName: template
                        repeatCount: "1"
                      steps:
                        - setBody:
                            id: setBody-1187
                            expression:
                              simple:
                                expression: "Hello from ${routeId}"
                        - log:
                            id: log-2966
                            message: ${body}
                        - to:
                            id: to-3042
                            uri: channel:out
                            parameters: {}
                """);

        assertThat(receive("out", 1)).containsExactly("Hello from route-3856");
    }

    private void deploy(String yaml) {
        running.engine().userRoutes().become(List.of(new RouteFile("example.camel.yaml", yaml)));
    }

    private void send(String channel, String text, Map<String, String> headers) {
        try (JMSContext jms = running.connect()) {
            JMSProducer producer = jms.createProducer();
            headers.forEach(producer::setProperty);
            producer.send(jms.createQueue(channel), text);
        }
    }

    private List<String> receive(String channel, int count) {
        List<String> received = new ArrayList<>();
        try (JMSContext jms = running.connect();
                var consumer = jms.createConsumer(jms.createQueue(channel))) {
            for (int i = 0; i < count; i++) {
                received.add(consumer.receiveBody(String.class, PATIENCE.toMillis()));
            }
        }
        return received;
    }
}
