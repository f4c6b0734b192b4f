package org.renkei.routes.engine;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** Ids of jobs (B7). New ones grow with time (UUID version 7), which keeps the indexes of the tracking database compact. */
final class JobIds {
    private static final TimeBasedEpochRandomGenerator GENERATOR = Generators.timeBasedEpochRandomGenerator();

    private JobIds() {}

    static String fresh() {
        return GENERATOR.generate().toString();
    }

    /** The same for the same duplicate id in the same flow, for ever. */
    static String forDuplicateId(String flow, String duplicateId) {
        return UUID.nameUUIDFromBytes((flow + '\n' + duplicateId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
