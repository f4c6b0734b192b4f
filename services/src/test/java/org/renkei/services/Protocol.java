package org.renkei.services;

import jakarta.jms.ConnectionFactory;
import org.apache.activemq.artemis.jms.client.ActiveMQConnectionFactory;
import org.apache.qpid.jms.JmsConnectionFactory;
import org.renkei.services.lifecycle.RunFile;

/** The two ways in which a JMS program comes to a server. */
enum Protocol {
    CORE {
        @Override
        int port(RunFile running) {
            return running.corePort();
        }

        @Override
        ConnectionFactory factory(int port) {
            // So long it waits when the server goes away in the middle of connecting.
            return new ActiveMQConnectionFactory("tcp://127.0.0.1:" + port + "?callTimeout=5000");
        }
    },
    AMQP {
        @Override
        int port(RunFile running) {
            return running.amqpPort();
        }

        @Override
        ConnectionFactory factory(int port) {
            return new JmsConnectionFactory("amqp://127.0.0.1:" + port);
        }
    };

    abstract int port(RunFile running);

    abstract ConnectionFactory factory(int port);

    Protocol other() {
        return this == CORE ? AMQP : CORE;
    }
}
