package org.renkei.broker.session;

import java.util.function.Supplier;
import org.apache.activemq.artemis.api.core.ActiveMQBuffer;
import org.apache.activemq.artemis.api.core.ICoreMessage;

/**
 * A message that a worker received.
 *
 * @param number the broker's, in its journal
 * @param deliveries how often it was delivered, this time included
 * @param body where its body can be read, once
 */
record Arrival(ICoreMessage message, long number, int deliveries, Supplier<ActiveMQBuffer> body) {}
