/**
 * Database channels: their messages are rows of the table {@code renkei.message}, beside the business's own tables, so that receive,
 * business update and send are one local transaction.
 *
 * <p>A {@link org.renkei.broker.table.BusinessDatabase} is one data source. {@link org.renkei.broker.table.TableSession} is one worker's
 * transaction in it: it claims rows, lends its connection to applications through the data source, and commits all as one
 * {@code TableTransaction}. {@link org.renkei.broker.table.Crossing} brings messages in from elsewhere, once each, by their keys; the
 * relay (in {@code org.renkei.broker.session}) takes them out. {@code MessageTable} holds the SQL; {@code TableKeeper} does what time
 * asks for: makes ready what waited, expires what is too old, and counts.
 */
package org.renkei.broker.table;
