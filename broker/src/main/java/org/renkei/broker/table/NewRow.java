package org.renkei.broker.table;

import org.renkei.broker.channel.ChannelMessage;

/**
 * A message that shall become a row.
 *
 * @param channel a database channel of this data source, or a line of {@link TableNames}
 * @param message as it will be received; its priority, expiry and time are those that count
 * @param relayTo for the relay's line where the message goes from there; else null
 * @param onceKey a row with this key is stored once, however often it is tried and even if it is long gone; null for no such
 *     promise
 */
public record NewRow(String channel, ChannelMessage message, String relayTo, String onceKey) {}
