package org.renkei.broker.channel;

import java.util.List;

/**
 * Some messages of a channel: those that were handed out already, then the others as they will be handed out, then those that wait for
 * their time. Not a snapshot: messages come and go while it is made.
 *
 * @param searched how many were looked at for it
 * @param complete false if the search ended before the page was full and before the last message, because it had looked at
 *     {@link Browsing#MOST_SEARCHED} or was taking too long
 * @param next to be given as {@link BrowseQuery#after} for what follows; null if nothing does
 */
public record MessagePage(List<BrowsedMessage> messages, long searched, boolean complete, String next) {}
