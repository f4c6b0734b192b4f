/**
 * What is known of channels and jobs over time, in memory, for whoever watches.
 *
 * <p>{@link org.renkei.services.monitor.Monitor} holds all of it; read it first. {@link org.renkei.services.monitor.JobHistory} counts what came,
 * ended and failed. {@link org.renkei.services.monitor.Snapshots} asks every channel for its figures, at most once a second however many watch.
 * {@link org.renkei.services.monitor.ChannelHistory} keeps what they were: a point for every ten seconds of the last hour and for every
 * five minutes of the last day. {@link org.renkei.services.monitor.Growth} says from that when a channel will be full.
 */
package org.renkei.services.monitor;
