package org.renkei.broker.table;

import org.renkei.broker.channel.ChannelMessage;

/**
 * A message as the table holds it.
 *
 * @param message with {@code key} being {@code STORE:ID}
 * @param relayTo as in {@link NewRow}
 */
public record StoredRow(RowKey key, ChannelMessage message, String relayTo) {}
