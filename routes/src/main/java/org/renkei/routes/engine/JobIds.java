package org.renkei.routes.engine;

import com.fasterxml.uuid.Generators;
import com.fasterxml.uuid.impl.TimeBasedEpochRandomGenerator;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.renkei.broker.channel.ChannelMessage;

/**
 * Ids of jobs (B7). Those of one time lie near each other (UUID versions 7 and 8), which keeps the indexes of the tracking database
 * compact.
 */
final class JobIds {
    private static final TimeBasedEpochRandomGenerator GENERATOR = Generators.timeBasedEpochRandomGenerator();
    private static final long VERSION_8 = 0x8000L;

    private JobIds() {}

    static String fresh() {
        return GENERATOR.generate().toString();
    }

    /**
     * The same for the same message, however often it is received: what an earlier attempt has put into a database channel before it
     * died belongs to the same job.
     */
    static String forMessage(ChannelMessage message) {
        if (message.key() == null) {
            return fresh();
        }
        UUID hash = UUID.nameUUIDFromBytes(message.key().getBytes(StandardCharsets.UTF_8));
        // A key ends with a number that grows from message to message.
        long number = Long.parseLong(message.key().substring(message.key().lastIndexOf(':') + 1));
        long high = number << 16 | VERSION_8 | hash.getMostSignificantBits() & 0xFFF;
        return new UUID(high, hash.getLeastSignificantBits()).toString();
    }

    /** The same for the same duplicate id in the same flow, for ever. */
    static String forDuplicateId(String flow, String duplicateId) {
        return UUID.nameUUIDFromBytes((flow + '\n' + duplicateId).getBytes(StandardCharsets.UTF_8))
                .toString();
    }
}
