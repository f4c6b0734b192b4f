package org.renkei.routes.engine;

import java.time.Duration;
import java.util.function.Consumer;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.engine.ExplicitCamelContextNameStrategy;
import org.renkei.routes.component.ChannelComponent;
import org.renkei.tracking.journey.StepEvent;

/** Makes Camel contexts in which routes find channels and beans, and start only when they are told to. */
final class CamelContexts {
    private static final Duration STOP = Duration.ofSeconds(2);

    private final Beans beans;
    private final Surroundings surroundings;

    CamelContexts(Beans beans, Surroundings surroundings) {
        this.beans = beans;
        this.surroundings = surroundings;
    }

    /** One in which routes are built to see whether they can be; not started. */
    DefaultCamelContext trial() {
        return make("renkei-trial", event -> {});
    }

    /**
     * Not started.
     *
     * @param committed told of each event of what its channels' consumers have committed
     */
    DefaultCamelContext make(String name, Consumer<StepEvent> committed) {
        DefaultCamelContext camel = new ManyRoutesContext();
        camel.disableJMX();
        camel.getCamelContextExtension().setRegistry(beans.registry());
        camel.setNameStrategy(new ExplicitCamelContextNameStrategy(name));
        camel.setAutoStartup(false);
        camel.setMessageHistory(false);
        camel.setStreamCaching(false);
        camel.setLoadTypeConverters(false);
        camel.getShutdownStrategy().setTimeout(STOP.toSeconds());
        camel.getShutdownStrategy().setLogInflightExchangesOnTimeout(false);
        camel.addComponent(
                "channel",
                new ChannelComponent(
                        camel, surroundings.channels(), surroundings.deadLetterBox(), surroundings.clock(), committed));
        camel.build();
        return camel;
    }
}
