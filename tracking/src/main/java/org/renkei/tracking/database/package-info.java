/**
 * The plumbing between tracking and JDBC: a pool of connections, the schema, and transactions.
 *
 * <p>{@link org.renkei.tracking.database.Database} opens the pool, brings the schema up to date and runs pieces of work, each in a
 * transaction. It turns every {@code SQLException} into a {@link org.renkei.tracking.TrackingException} that says whether to
 * try again. The SQL itself lies beside what it serves, in {@link org.renkei.tracking.journey}.
 */
package org.renkei.tracking.database;
