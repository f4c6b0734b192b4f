package org.renkei.services.metrics;

import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelFigures;

/** Shows its channel as the look found it that everybody shares, whichever attribute is asked for. */
record ChannelBean(Channel channel, RunningFigures running) implements ChannelMXBean {

    private ChannelFigures figures() {
        return running.channelFigures(channel.name());
    }

    @Override
    public String getName() {
        return channel.name();
    }

    @Override
    public String getKind() {
        return channel.config().kind().name();
    }

    @Override
    public String getState() {
        return figures().state().name();
    }

    @Override
    public String getReason() {
        return figures().reason();
    }

    @Override
    public long getCurrent() {
        return figures().current();
    }

    @Override
    public long getQueued() {
        return figures().queued();
    }

    @Override
    public long getScheduled() {
        return figures().scheduled();
    }

    @Override
    public long getInProcess() {
        return figures().inProcess();
    }

    @Override
    public long getWatch() {
        return channel.config().watch();
    }

    @Override
    public long getMax() {
        return channel.config().max();
    }

    @Override
    public boolean isAlarm() {
        return figures().alarm();
    }

    @Override
    public Long getOldestAgeSeconds() {
        ChannelFigures now = figures();
        return now.oldestAge() == null ? null : now.oldestAge().toSeconds();
    }

    @Override
    public long getIn() {
        return figures().in();
    }

    @Override
    public long getOut() {
        return figures().out();
    }

    @Override
    public double getInRate() {
        return figures().inRate();
    }

    @Override
    public double getOutRate() {
        return figures().outRate();
    }

    @Override
    public int getProducers() {
        return figures().producers();
    }

    @Override
    public int getConsumers() {
        return figures().consumers();
    }
}
