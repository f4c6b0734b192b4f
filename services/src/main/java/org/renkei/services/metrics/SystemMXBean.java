package org.renkei.services.metrics;

/** The system as JMX consoles see it, read only. */
public interface SystemMXBean {

    /** The name of this process in tracking. */
    String getNode();

    /** STARTING, RUNNING, STOPPING or STOPPED. */
    String getState();

    long getUptimeSeconds();

    /** Jobs of volatile channels that were marked LOST since the start. */
    long getJobsLost();

    /** Dead letters that wait, in channels and in files. */
    long getDeadLetters();

    /** Messages with tracking events that wait for the tracking database. */
    long getTrackingBacklog();
}
