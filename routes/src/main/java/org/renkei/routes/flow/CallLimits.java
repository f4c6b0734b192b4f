package org.renkei.routes.flow;

import java.time.Duration;
import org.renkei.broker.config.ByteSize;
import org.renkei.broker.config.ConfigException;

/** What bounds a call of something outside of this process: checked the same for commands and HTTP endpoints. */
final class CallLimits {
    private static final long GREATEST_OUTPUT = 100L << 20;

    private CallLimits() {}

    static Duration timeout(Duration given, Duration otherwise) {
        if (given != null && given.toMillis() < 1) {
            throw new ConfigException("timeout", "must be at least a millisecond, was " + given);
        }
        return given == null ? otherwise : given;
    }

    /** 1 MiB if none is given. */
    static ByteSize maxOutput(ByteSize given) {
        if (given != null && (given.bytes() < 1 || given.bytes() > GREATEST_OUTPUT)) {
            throw new ConfigException("maxOutput", "must be 1 to " + GREATEST_OUTPUT + " bytes, was " + given.bytes());
        }
        return given == null ? ByteSize.ofMebibytes(1) : given;
    }
}
