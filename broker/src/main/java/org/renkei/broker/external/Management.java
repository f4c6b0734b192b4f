package org.renkei.broker.external;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.QueueConfiguration;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;

/** Questions and orders to one broker over its management address. One at a time; thread-safe. */
final class Management implements AutoCloseable {

    private static final String ADDRESS = "activemq.management";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ClientSession session;
    private final ClientRequestor requestor;

    /**
     * @param session started, and closed with its connection by this
     * @throws ActiveMQException if the broker does not let the user manage it, too
     */
    Management(ClientSession session) throws Exception {
        this.session = session;
        try {
            this.requestor = new ClientRequestor(session, ADDRESS);
        } catch (Exception e) {
            session.getSessionFactory().close();
            throw e;
        }
    }

    synchronized ClientSession.QueueQuery queue(String name) throws ActiveMQException {
        return session.queueQuery(SimpleString.of(name));
    }

    synchronized void make(QueueConfiguration queue) throws ActiveMQException {
        session.createQueue(queue);
    }

    /** Of the broker itself. */
    Object attribute(String name) throws Exception {
        return attributeOf(ResourceNames.BROKER, name);
    }

    Object attributeOfQueue(String queue, String name) throws Exception {
        return attributeOf(ResourceNames.QUEUE + queue, name);
    }

    private Object attributeOf(String resource, String name) throws Exception {
        ClientMessage question = session.createMessage(false);
        ManagementHelper.putAttribute(question, resource, name);
        return ask(question, name);
    }

    /** An operation of the broker itself. */
    Object call(String operation, Object... parameters) throws Exception {
        ClientMessage question = session.createMessage(false);
        ManagementHelper.putOperationInvocation(question, ResourceNames.BROKER, operation, parameters);
        return ask(question, operation);
    }

    /** The same of one that answers with JSON. */
    JsonNode json(String operation, Object... parameters) throws Exception {
        Object answer = call(operation, parameters);
        try {
            return JSON.readTree(String.valueOf(answer));
        } catch (JsonProcessingException e) {
            throw new ActiveMQException("the broker answered to " + operation + " with what is no JSON: " + answer);
        }
    }

    private synchronized Object ask(ClientMessage question, String what) throws Exception {
        ClientMessage answer = requestor.request(question, PATIENCE.toMillis());
        if (answer == null) {
            throw new ActiveMQException("no answer to " + what + " within " + PATIENCE.toSeconds() + " s");
        }
        Object result = ManagementHelper.getResult(answer);
        if (!ManagementHelper.hasOperationSucceeded(answer)) {
            throw new RefusedByBroker("the broker refused " + what + ": " + result);
        }
        return result;
    }

    @Override
    public void close() {
        session.getSessionFactory().close();
    }
}
