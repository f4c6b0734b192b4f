package org.renkei.client;

import jakarta.jms.DeliveryMode;
import jakarta.jms.InvalidDestinationException;
import jakarta.jms.JMSException;
import jakarta.jms.Message;
import jakarta.jms.MessageProducer;
import jakarta.jms.Queue;
import jakarta.jms.Session;
import java.util.HashMap;
import java.util.Map;

/** A session that sends, with a producer for each channel. For one thread at a time. */
final class Sender {
    private final Session session;
    private final Map<String, MessageProducer> producers = new HashMap<>();
    private final Map<String, Queue> queues = new HashMap<>();

    Sender(Session session) {
        this.session = session;
    }

    /**
     * Returns when the broker has it: a persistent message is sent with the answer awaited.
     *
     * @param replyTo the queue for its result; null for none
     */
    Acceptance send(Submission submission, String replyTo) throws JMSException {
        MessageProducer producer = producers.get(submission.channel());
        if (producer == null) {
            producer = session.createProducer(queue(submission.channel()));
            producers.put(submission.channel(), producer);
        }
        Message message = submission.message(session);
        if (replyTo != null) {
            message.setJMSReplyTo(queue(replyTo));
        }
        producer.send(message, DeliveryMode.PERSISTENT, submission.priority(), submission.timeToLive());
        return new Acceptance(message.getJMSMessageID(), submission.correlationId(), submission.duplicateKey());
    }

    /** The client of Artemis asks the server each time, and if there is none says so with no type and no cause. */
    private Queue queue(String name) throws JMSException {
        Queue known = queues.get(name);
        if (known != null) {
            return known;
        }
        try {
            Queue found = session.createQueue(name);
            queues.put(name, found);
            return found;
        } catch (JMSException e) {
            throw e.getClass() == JMSException.class && e.getCause() == null && e.getLinkedException() == null
                    ? new InvalidDestinationException(e.getMessage())
                    : e;
        }
    }

    void close() {
        try {
            session.close();
        } catch (JMSException e) {
            // Its connection is lost, and all of it with that.
        }
    }
}
