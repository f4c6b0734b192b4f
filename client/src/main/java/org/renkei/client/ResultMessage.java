package org.renkei.client;

import jakarta.jms.BytesMessage;
import jakarta.jms.JMSException;
import jakarta.jms.MapMessage;
import jakarta.jms.Message;
import jakarta.jms.ObjectMessage;
import jakarta.jms.StreamMessage;
import jakarta.jms.TextMessage;
import java.util.Collections;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.Map;

/** A result as the end of a flow sends it: the body and three properties. */
final class ResultMessage {
    private static final String JOB = "renkei_job";
    private static final String STATE = "renkei_state";
    private static final String ERROR = "renkei_error";

    private final String job;
    private final String correlationId;
    private final String state;
    private final String error;
    private final Object body;

    /** @throws RenkeiClientException if the body is of a kind that is not read here */
    ResultMessage(Message message) throws JMSException {
        job = message.getStringProperty(JOB);
        correlationId = message.getJMSCorrelationID();
        state = message.getStringProperty(STATE);
        error = message.getStringProperty(ERROR);
        body = body(message);
    }

    /** @throws JobFailedException if it tells of a failure */
    JobResult opened() {
        if (error != null) {
            throw new JobFailedException(job, correlationId, state, Refusal.of(error));
        }
        return new JobResult(job, correlationId, body);
    }

    private static Object body(Message message) throws JMSException {
        if (message instanceof TextMessage text) {
            return text.getText();
        }
        if (message instanceof BytesMessage bytes) {
            byte[] body = new byte[Math.toIntExact(bytes.getBodyLength())];
            bytes.readBytes(body);
            return body;
        }
        if (message instanceof MapMessage map) {
            return fields(map);
        }
        if (message instanceof StreamMessage || message instanceof ObjectMessage) {
            throw new RenkeiClientException(
                    null,
                    "the result of " + message.getJMSCorrelationID()
                            + " is neither text, bytes nor a map; it stays where it is, for a"
                            + " program that receives it with bare JMS",
                    null);
        }
        return null;
    }

    private static Map<String, Object> fields(MapMessage map) throws JMSException {
        Map<String, Object> fields = new LinkedHashMap<>();
        Enumeration<?> names = map.getMapNames();
        while (names.hasMoreElements()) {
            String name = (String) names.nextElement();
            fields.put(name, map.getObject(name));
        }
        return Collections.unmodifiableMap(fields);
    }
}
