package org.renkei.broker.server;

/** What a program outside speaks to the broker. */
enum Protocol {
    CORE,
    AMQP
}
