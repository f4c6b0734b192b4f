/**
 * What Renkei tells the tools that watch it (D7): Prometheus by {@code Metrics}, JMX consoles by {@code ManagementBeans}.
 *
 * <p>Both ask {@code RunningFigures}, which holds nothing and looks when it is asked: what nobody watches costs nothing, and
 * the classes of Micrometer are loaded at the first scrape. {@code ChannelMetrics} makes one snapshot of all channels for
 * each scrape, however many there are. docs/monitoring.md lists every name. Read {@code Metrics} first.
 */
package org.renkei.services.metrics;
