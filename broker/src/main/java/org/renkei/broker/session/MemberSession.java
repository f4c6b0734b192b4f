package org.renkei.broker.session;

import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session, and the broker that it is on. */
record MemberSession(ClientSession session, BrokerMember member) {

    private static final Logger log = LoggerFactory.getLogger(MemberSession.class);

    /** Of several brokers, another may have a queue that there is, and this one may have no way there. */
    boolean reaches(String queue) throws ActiveMQException {
        return member.isAlone()
                || !session.addressQuery(SimpleString.of(queue)).getQueueNames().isEmpty();
    }

    void closeQuietly() {
        try {
            session.close();
        } catch (ActiveMQException | RuntimeException e) {
            log.atDebug().addKeyValue("broker", member).setCause(e).log("session not closed");
        }
    }
}
