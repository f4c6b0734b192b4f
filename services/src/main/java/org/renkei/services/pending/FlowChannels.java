package org.renkei.services.pending;

import java.util.Set;

/**
 * What the channels are to the flows.
 *
 * @param starts hold messages that are not jobs yet
 * @param steps hold jobs
 * @param deadLetters hold jobs that gave up
 */
public record FlowChannels(Set<String> starts, Set<String> steps, Set<String> deadLetters) {}
