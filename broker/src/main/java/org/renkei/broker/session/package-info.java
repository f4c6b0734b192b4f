/**
 * How messages travel between Renkei and its broker.
 *
 * <p>{@link org.renkei.broker.session.BrokerConnections} keeps one connection for each channel that is received from.
 * {@link org.renkei.broker.session.WorkerSession} is one worker's transaction on it: over the wire with a broker that others run
 * ({@code RemoteSession}), right inside with the one of this process ({@code InnerSession}).
 * {@link org.renkei.broker.session.StandaloneSender} sends outside of any transaction. {@link org.renkei.broker.session.Relay} carries
 * messages out of a database, and {@link org.renkei.broker.session.TableIntake} into one, from a broker that others run.
 * {@link org.renkei.broker.session.WireMessage} turns broker messages into ours and back,
 * {@link org.renkei.broker.session.LyingMessage} reads no more of one than somebody who browses sees, and {@code InHandNotes} remembers
 * over a crash what each worker had received.
 */
package org.renkei.broker.session;
