package org.renkei.services.alarm;

import java.util.Map;

/**
 * What a look has found; each message by its target.
 *
 * @param begun what began since the look before, even if it is over by now
 * @param holding what holds now
 */
record Sighting(Map<String, String> begun, Map<String, String> holding) {

    static Sighting of(Map<String, String> holding) {
        return new Sighting(Map.of(), holding);
    }
}
