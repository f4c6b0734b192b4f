package org.renkei.services.metrics;

/** A channel as JMX consoles see it: the figures of {@link org.renkei.broker.channel.ChannelFigures}, read only. */
public interface ChannelMXBean {

    String getName();

    String getKind();

    String getState();

    /** Why it is not ACTIVE; null if it is. */
    String getReason();

    long getCurrent();

    long getQueued();

    long getScheduled();

    long getInProcess();

    long getWatch();

    long getMax();

    boolean isAlarm();

    /** Null if nothing is queued. */
    Long getOldestAgeSeconds();

    long getIn();

    long getOut();

    double getInRate();

    double getOutRate();

    int getProducers();

    int getConsumers();
}
