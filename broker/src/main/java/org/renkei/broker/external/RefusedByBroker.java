package org.renkei.broker.external;

import org.apache.activemq.artemis.api.core.ActiveMQException;

/** The broker answered, and said no. */
final class RefusedByBroker extends ActiveMQException {

    private static final long serialVersionUID = 1L;

    RefusedByBroker(String message) {
        super(message);
    }
}
