package org.renkei.broker.server;

import org.apache.activemq.artemis.api.core.client.ActiveMQClient;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.apache.activemq.artemis.api.core.client.ClientRequestor;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.apache.activemq.artemis.api.core.client.ClientSessionFactory;
import org.apache.activemq.artemis.api.core.client.ServerLocator;
import org.apache.activemq.artemis.api.core.management.ManagementHelper;
import org.apache.activemq.artemis.api.core.management.ResourceNames;
import org.renkei.database.ArtemisServer;

/** What a test does to the queues of an Artemis that Renkei does not start, as its administrator. */
final class ArtemisQueues {

    interface Deed {
        void on(ClientSession session) throws Exception;
    }

    private ArtemisQueues() {}

    static void at(ArtemisServer server, Deed deed) {
        try (ServerLocator locator = ActiveMQClient.createServerLocator(server.url());
                ClientSessionFactory connection = locator.createSessionFactory()) {
            ClientSession session =
                    connection.createSession(ArtemisServer.USER, ArtemisServer.PASSWORD, false, true, true, true, 0);
            session.start();
            deed.on(session);
            session.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every one, with what is in it, but for the broker's own. */
    static void removeAll(ArtemisServer server) {
        at(server, session -> {
            for (Object name : (Object[]) call(session, "getQueueNames", "ANYCAST")) {
                if (!String.valueOf(name).startsWith("$")) {
                    call(session, "destroyQueue", name, true, true);
                }
            }
        });
    }

    static Object call(ClientSession session, String operation, Object... parameters) throws Exception {
        ClientRequestor requestor = new ClientRequestor(session, "activemq.management");
        try {
            ClientMessage request = session.createMessage(false);
            ManagementHelper.putOperationInvocation(request, ResourceNames.BROKER, operation, parameters);
            return ManagementHelper.getResult(requestor.request(request, 10_000));
        } finally {
            requestor.close();
        }
    }
}
