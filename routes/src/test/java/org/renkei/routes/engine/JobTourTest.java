package org.renkei.routes.engine;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.jms.JMSContext;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.TemporaryQueue;
import jakarta.jms.TextMessage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Outcome;
import org.renkei.tracking.journey.Journey;
import org.renkei.tracking.journey.JourneyState;
import org.renkei.tracking.journey.Place;
import org.renkei.tracking.journey.StepEvent;

/** One job, past the same stops as the README's tour, in the same order. */
class JobTourTest {
    @TempDir
    Path dir;

    @Test
    void shouldTakeOneJobFromItsProducerToItsReply() throws JMSException {
        List<String> calls = new CopyOnWriteArrayList<>();
        Application check = job -> {
            calls.add("check " + job.text());
            return Outcome.done(job.text().replace("}", ",\"checked\":true}"));
        };
        Application ship = job -> {
            calls.add("ship " + job.text());
            return Outcome.done();
        };
        try (RunningEngine renkei = RunningEngine.in(dir)
                        .channels("""
                                order-in: {kind: persistent}
                                order-check: {kind: persistent}
                                order-ship: {kind: persistent}
                                """)
                        .flow("""
                                flow: orders
                                start: order-in
                                accept: {format: json}
                                record: {customer: "${body[customer]}"}
                                steps:
                                  check: {channel: order-check, bean: check, next: ship}
                                  ship: {channel: order-ship, bean: ship, next: end}
                                """)
                        .application("check", check)
                        .application("ship", ship)
                        .start();
                JMSContext shop = renkei.connect()) {

            // 1. A producer sends a plain JMS message to the flow's start channel
            TemporaryQueue answers = shop.createTemporaryQueue();
            TextMessage order = shop.createTextMessage("{\"customer\":\"ada\"}");
            order.setJMSCorrelationID("ORDER-1");
            order.setJMSReplyTo(answers);
            shop.createProducer().send(shop.createQueue("order-in"), order);

            // 2. to 5. Each application is called, in the flow's order, with what the one before made of it
            Message reply = shop.createConsumer(answers).receive(20_000);
            assertThat(calls)
                    .containsExactly("check {\"customer\":\"ada\"}", "ship {\"customer\":\"ada\",\"checked\":true}");

            // 6. The end answers the producer
            assertThat(reply).isNotNull();
            assertThat(reply.getJMSCorrelationID()).isEqualTo("ORDER-1");
            assertThat(reply.getStringProperty("renkei_state")).isEqualTo("COMPLETED");
            assertThat(((TextMessage) reply).getText()).isEqualTo("{\"customer\":\"ada\",\"checked\":true}");

            // 7. Tracking tells the whole way
            Journey journey = renkei.ended("ORDER-1");
            assertThat(journey.state()).isEqualTo(JourneyState.COMPLETED);
            assertThat(journey.job()).isEqualTo(reply.getStringProperty("renkei_job"));
            List<StepEvent> steps = renkei.steps("ORDER-1");
            assertThat(steps).extracting(StepEvent::seq).containsExactly(0, 1, 2);
            assertThat(steps).extracting(StepEvent::step).containsExactly(null, "check", "ship");
            assertThat(steps).extracting(StepEvent::channel).containsExactly("order-in", "order-check", "order-ship");
            assertThat(steps.get(0).items()).isEqualTo(Map.of("customer", "ada"));
            assertThat(steps.get(0).next()).containsExactly(new Place("", "check", "order-check", false));
            assertThat(steps.get(2).next()).isEmpty();

            // 8. and nothing is left behind
            assertThat(renkei.channels().all())
                    .allSatisfy(channel -> assertThat(channel.figures().current())
                            .as(channel.name())
                            .isZero());
        }
    }
}
