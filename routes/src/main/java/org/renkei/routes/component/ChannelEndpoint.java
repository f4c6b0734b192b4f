package org.renkei.routes.component;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.renkei.broker.channel.Channel;

/** A channel as a Camel endpoint (EIP: Message Channel, Transactional Client). */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "channel",
        title = "Renkei channel",
        syntax = "channel:name",
        category = {Category.MESSAGING})
public final class ChannelEndpoint extends DefaultEndpoint {
    private final Channel channel;

    @UriPath(description = "The channel's name, as declared in etc/channels.yaml")
    @Metadata(required = true)
    private final String name;

    @UriParam(label = "consumer", description = "Workers at the most; by default the channel's own setting")
    private int consumers;

    @UriParam(
            label = "consumer",
            description = "Messages in one commit at the most; by default the channel's own setting")
    private int batch;

    @UriParam(
            label = "consumer",
            defaultValue = "3",
            description = "How often a message whose route failed is tried again")
    private int retries = 3;

    private DeliveryPolicy policy;

    ChannelEndpoint(String uri, ChannelComponent component, Channel channel) {
        super(uri, component);
        this.channel = channel;
        this.name = channel.name();
        this.consumers = channel.config().consumers();
        this.batch = channel.config().batch();
    }

    @Override
    public Producer createProducer() {
        return new ChannelProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        return new ChannelConsumer(
                this,
                processor,
                policy == null
                        ? new RetryThenDeadLetter(
                                name,
                                retries,
                                getComponent().deadLetterBox(),
                                getComponent().clock())
                        : policy);
    }

    @Override
    public ChannelComponent getComponent() {
        return (ChannelComponent) super.getComponent();
    }

    public Channel channel() {
        return channel;
    }

    public String getName() {
        return name;
    }

    public int getConsumers() {
        return consumers;
    }

    public void setConsumers(int consumers) {
        this.consumers = consumers;
    }

    public int getBatch() {
        return batch;
    }

    public void setBatch(int batch) {
        this.batch = batch;
    }

    public int getRetries() {
        return retries;
    }

    public void setRetries(int retries) {
        this.retries = retries;
    }

    void setPolicy(DeliveryPolicy policy) {
        this.policy = policy;
    }
}
