/**
 * What lies between Renkei and JDBC: a pool of connections, the schema, transactions, and what H2 and PostgreSQL each need so that
 * what was committed is on disk.
 *
 * <p>{@link org.renkei.database.Database} opens the pool, brings the schema up to date and runs pieces of work, each in a
 * transaction. It turns every {@code SQLException} into a {@link org.renkei.database.DatabaseException} that says whether to
 * try again. {@link org.renkei.database.Dialect} is where the products differ. The SQL itself lies beside what it serves.
 */
package org.renkei.database;
