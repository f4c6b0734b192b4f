package org.renkei.routes.component;

import java.time.Clock;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.support.DefaultComponent;
import org.renkei.broker.channel.Channels;
import org.renkei.routes.dead.DeadLetterBox;
import org.renkei.tracking.journey.StepEvent;

/** Makes {@code channel:NAME} endpoints over the channels of one broker. */
public final class ChannelComponent extends DefaultComponent {
    private final Channels channels;
    private final DeadLetterBox deadLetterBox;
    private final Clock clock;
    private final Consumer<StepEvent> committed;
    private final Suspects suspects = new Suspects();
    private final FailedHandlings failedHandlings = new FailedHandlings();
    private final Set<ChannelConsumer> consumers = ConcurrentHashMap.newKeySet();

    /** @param committed told of each event after the commit that it was part of; must neither throw nor block */
    public ChannelComponent(
            CamelContext context,
            Channels channels,
            DeadLetterBox deadLetterBox,
            Clock clock,
            Consumer<StepEvent> committed) {
        super(context);
        this.channels = channels;
        this.deadLetterBox = deadLetterBox;
        this.clock = clock;
        this.committed = committed;
    }

    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        ChannelEndpoint endpoint = new ChannelEndpoint(uri, this, channels.channel(remaining));
        endpoint.setPolicy(resolveAndRemoveReferenceParameter(parameters, "policy", DeliveryPolicy.class));
        setProperties(endpoint, parameters);
        return endpoint;
    }

    DeadLetterBox deadLetterBox() {
        return deadLetterBox;
    }

    Clock clock() {
        return clock;
    }

    Consumer<StepEvent> committed() {
        return committed;
    }

    Suspects suspects() {
        return suspects;
    }

    FailedHandlings failedHandlings() {
        return failedHandlings;
    }

    public Channels channels() {
        return channels;
    }

    /** The consumers that run now. */
    public Collection<ChannelConsumer> consumers() {
        return consumers;
    }

    void started(ChannelConsumer consumer) {
        consumers.add(consumer);
    }

    void stopped(ChannelConsumer consumer) {
        consumers.remove(consumer);
    }
}
