package org.renkei.routes.engine;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.routes.component.Outbox;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;

/**
 * A step of one version of a flow, ready to run.
 *
 * @param route the step's own Camel route, from one end to the other
 */
record LiveStep(Flow flow, Step step, StepHandler handler, Processor route) implements Receiver {

    @Override
    public void process(Exchange exchange) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        try {
            route.process(exchange);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Override
    public boolean isReady() {
        return handler.isReady();
    }

    @Override
    public boolean isPaused() {
        return handler.isPaused();
    }

    @Override
    public int crashLimit(ChannelMessage message) {
        return handler.crashLimit(message);
    }

    @Override
    public void failed(ChannelMessage message, Exchange exchange, Throwable error, Outbox outbox) {
        handler.failed(message, exchange, error, outbox);
    }

    @Override
    public void gaveUp(ChannelMessage message, String reason, Outbox outbox) {
        handler.gaveUp(message, reason, outbox);
    }
}
