package org.renkei.services.perf;

import jakarta.jms.Connection;
import jakarta.jms.JMSException;
import jakarta.jms.MessageProducer;
import jakarta.jms.Session;

/** Puts messages into a first queue, the same for every pipeline. */
final class Filling {
    private static final int A_COMMIT = 100;

    private Filling() {}

    /** @param deliveryMode of {@link jakarta.jms.DeliveryMode} */
    static void fill(Connection connection, String queue, int messages, int bodyBytes, int deliveryMode)
            throws JMSException {
        String body = "x".repeat(bodyBytes);
        try (Session session = connection.createSession(Session.SESSION_TRANSACTED);
                MessageProducer producer = session.createProducer(session.createQueue(queue))) {
            producer.setDeliveryMode(deliveryMode);
            for (int i = 1; i <= messages; i++) {
                producer.send(session.createTextMessage(body));
                if (i % A_COMMIT == 0 || i == messages) {
                    session.commit();
                }
            }
        }
    }
}
