package org.renkei.services.metrics;

/** Looks at the system whenever it is asked. */
record SystemBean(RunningFigures figures) implements SystemMXBean {

    @Override
    public String getNode() {
        return figures.node();
    }

    @Override
    public String getState() {
        return figures.state().name();
    }

    @Override
    public long getUptimeSeconds() {
        return figures.uptime().toSeconds();
    }

    @Override
    public long getJobsLost() {
        return figures.jobsLost();
    }

    @Override
    public long getDeadLetters() {
        return figures.deadLetterFiles()
                + figures.deadLetters().values().stream()
                        .mapToLong(Long::longValue)
                        .sum();
    }

    @Override
    public long getTrackingBacklog() {
        return figures.trackingBacklog();
    }
}
