package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.Queue;
import jakarta.jms.QueueBrowser;
import java.io.ObjectInputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyState;

/**
 * Bad input never stops a consumer (B10): it is a dead letter with the reason within one delivery, and the good message
 * behind it is handled as if nothing had been.
 */
class BadInputTest {
    private static final String SCHEMA = """
            {"type": "object", "required": ["order"], "properties": {"order": {"type": "string", "maxLength": 20}}}
            """;

    @TempDir
    Path dir;

    private final Map<String, Map<String, Object>> seenHeaders = new ConcurrentHashMap<>();
    private RunningEngine renkei;

    @BeforeEach
    void start() {
        Application look = job -> {
            seenHeaders.put(String.valueOf(job.correlationId()), job.headers());
            return Outcome.done();
        };
        renkei = RunningEngine.in(dir)
                .channels("in: {kind: persistent}\nlook: {kind: persistent}")
                .file("flows/order.schema.json", SCHEMA)
                .flow("""
                        flow: orders
                        start: in
                        accept: {format: json, schema: order.schema.json, maxBytes: 64KiB}
                        steps:
                          look: {channel: look, bean: look, next: end}
                        """)
                .application("look", look)
                .start();
    }

    @AfterEach
    void stop() {
        renkei.close();
    }

    private record Bad(String name, String code, Function<JMSContext, Message> message) {}

    private static Stream<Bad> badMessages() {
        byte[] garbage = new byte[5_000];
        new Random(1).nextBytes(garbage);
        return Stream.of(
                new Bad("garbage", "RNK-3004", jms -> bytes(jms, garbage)),
                new Bad("not JSON", "RNK-3004", jms -> jms.createTextMessage("order 1, please")),
                new Bad("two documents", "RNK-3004", jms -> jms.createTextMessage("{\"order\":\"1\"} {}")),
                new Bad("half a document", "RNK-3004", jms -> jms.createTextMessage("{\"order\":")),
                new Bad("deep nesting", "RNK-3004", jms -> jms.createTextMessage("[".repeat(5_000))),
                new Bad("empty text", "RNK-3004", jms -> jms.createTextMessage("")),
                new Bad("schema: missing", "RNK-3005", jms -> jms.createTextMessage("{}")),
                new Bad("schema: type", "RNK-3005", jms -> jms.createTextMessage("{\"order\": 1}")),
                new Bad("schema: array", "RNK-3005", jms -> jms.createTextMessage("[]")),
                new Bad("map message", "RNK-3006", JMSContext::createMapMessage),
                new Bad("stream message", "RNK-3006", JMSContext::createStreamMessage),
                new Bad("no body", "RNK-300", JMSContext::createMessage),
                new Bad("object message", "RNK-3006", jms -> jms.createObjectMessage(new Harmful())),
                new Bad("too large", "RNK-3007", jms -> bytes(jms, new byte[70_000])),
                new Bad("10 MiB text", "RNK-3007", jms -> jms.createTextMessage("x".repeat(10 << 20))),
                new Bad("10 MiB bytes", "RNK-3007", jms -> bytes(jms, new byte[10 << 20])),
                new Bad("reply to the broker's management", "RNK-3012", jms -> replyTo(jms, "activemq.management")),
                new Bad("reply to tracking", "RNK-3012", jms -> replyTo(jms, "renkei.tracking")));
    }

    /** Would run a stranger's code if anybody deserialised it. */
    private static final class Harmful implements Serializable {
        private static final long serialVersionUID = 1L;

        private void readObject(ObjectInputStream in) {
            throw new IllegalStateException("somebody deserialised it");
        }
    }

    @Test
    void b10_shouldSetAsideEachKindOfBadMessageAndGoOn() throws JMSException {
        try (JMSContext core = renkei.connect()) {
            for (Bad bad : badMessages().toList()) {
                assertSetAside(bad, core, "core " + bad.name());
            }
            assertThat(deadLetters()).hasSize((int) badMessages().count());
        }
    }

    @Test
    void b10_shouldDoTheSameForAmqp() throws JMSException {
        try (JMSContext amqp = renkei.connectAmqp()) {
            for (Bad bad : badMessages().toList()) {
                assertSetAside(bad, amqp, "amqp " + bad.name());
            }
        }
    }

    private void assertSetAside(Bad bad, JMSContext jms, String id) throws JMSException {
        Queue in = jms.createQueue("in");
        Message message = bad.message().apply(jms);
        message.setJMSCorrelationID(id);
        jms.createProducer().send(in, message);
        jms.createProducer().setJMSCorrelationID("good after " + id).send(in, "{\"order\":\"7\"}");

        Journey failed = renkei.ended(id);
        assertThat(failed.state()).as(id).isEqualTo(JourneyState.FAILED);
        assertThat(failed.error()).as(id).startsWith(bad.code());
        assertThat(renkei.ended("good after " + id).state()).as(id).isEqualTo(JourneyState.COMPLETED);
    }

    @Test
    void b10_shouldKeepTheWholeMessageAmongTheDeadLetters() throws JMSException {
        try (JMSContext jms = renkei.connect()) {
            jms.createProducer()
                    .setJMSCorrelationID("A")
                    .setProperty("colour", "red")
                    .send(jms.createQueue("in"), "not json");
            renkei.ended("A");

            List<Message> dead = deadLetters();

            assertThat(dead).hasSize(1);
            assertThat(dead.get(0).getBody(String.class)).isEqualTo("not json");
            assertThat(dead.get(0).getStringProperty("colour")).isEqualTo("red");
            assertThat(dead.get(0).getStringProperty("renkei_error")).startsWith("RNK-3004");
            assertThat(dead.get(0).getStringProperty("renkei_origin")).isEqualTo("in");
        }
    }

    @Test
    void b10_shouldNotBelieveForgedHeaders() throws JMSException {
        try (JMSContext core = renkei.connect();
                JMSContext amqp = renkei.connectAmqp()) {
            for (JMSContext jms : List.of(core, amqp)) {
                String id = jms == core ? "core" : "amqp";
                Message message = jms.createTextMessage("{\"order\":\"1\"}");
                message.setJMSCorrelationID(id);
                for (String forged : List.of(
                        "CamelFileName",
                        "cAmElHttpUri",
                        "camelBeanMethodName",
                        "CAMELX",
                        "renkei_job",
                        "Renkei_flow",
                        "renkei_step",
                        "renkei_reply_to")) {
                    message.setStringProperty(forged, "forged");
                }
                message.setStringProperty("honest", "yes");
                message.setIntProperty("renkei_passes", 999_999);

                jms.createProducer().send(jms.createQueue("in"), message);

                assertThat(renkei.ended(id).state()).as(id).isEqualTo(JourneyState.COMPLETED);
                assertThat(renkei.ended(id).job()).isNotEqualTo("forged");
                assertThat(seenHeaders.get(id)).containsEntry("honest", "yes");
                assertThat(seenHeaders.get(id).keySet())
                        .noneMatch(name -> name.toLowerCase().startsWith("renkei"));
            }
        }
    }

    @Test
    void b10_shouldSetAsideAMessageThatASneakSentIntoAStepsChannel() throws JMSException {
        try (JMSContext jms = renkei.connect()) {
            jms.createProducer()
                    .setProperty("renkei_job", "00000000-0000-0000-0000-000000000000")
                    .setProperty("renkei_flow", "orders")
                    .setProperty("renkei_step", "look")
                    .send(jms.createQueue("look"), "{\"order\":\"1\"}");
            jms.createProducer().setJMSCorrelationID("good").send(jms.createQueue("in"), "{\"order\":\"1\"}");

            assertThat(renkei.ended("good").state()).isEqualTo(JourneyState.COMPLETED);
            await().until(() -> deadLetters().size() == 1);
            assertThat(deadLetters().get(0).getStringProperty("renkei_error")).startsWith("RNK-3001");
            assertThat(seenHeaders).containsOnlyKeys("good");
        }
    }

    private List<Message> deadLetters() throws JMSException {
        try (JMSContext admin = renkei.connectAdmin();
                QueueBrowser browser = admin.createBrowser(admin.createQueue("renkei.dead"))) {
            return Collections.list(messages(browser));
        }
    }

    @SuppressWarnings("unchecked")
    private static Enumeration<Message> messages(QueueBrowser browser) throws JMSException {
        return browser.getEnumeration();
    }

    private static Message bytes(JMSContext jms, byte[] content) {
        try {
            var message = jms.createBytesMessage();
            message.writeBytes(content);
            return message;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Message replyTo(JMSContext jms, String queue) {
        try {
            Message message = bytes(jms, "{\"order\":\"1\"}".getBytes(StandardCharsets.UTF_8));
            message.setJMSReplyTo(jms.createQueue(queue));
            return message;
        } catch (JMSException e) {
            throw new IllegalStateException(e);
        }
    }
}
