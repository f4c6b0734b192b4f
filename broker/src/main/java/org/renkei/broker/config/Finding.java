package org.renkei.broker.config;

import java.util.Set;

/**
 * Something wrong that a record has found in itself.
 *
 * @param key within the record; empty if it is about the whole of it
 * @param others keys that it depends on too; null if that may be any: it is not told when one of them could not be read
 */
record Finding(String key, String problem, Set<String> others) {}
