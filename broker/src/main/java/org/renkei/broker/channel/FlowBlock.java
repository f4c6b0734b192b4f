package org.renkei.broker.channel;

/**
 * A flow that an operator blocked: the channel that it starts at takes nothing (A5).
 *
 * @param flow its name
 * @param reason who and why, shown to refused senders
 */
public record FlowBlock(String flow, String reason) {}
