package org.renkei.routes.flow;

import java.time.Duration;
import org.renkei.broker.config.ByteSize;
import org.renkei.broker.config.Checks;

/** What bounds a call of something outside of this process: checked the same for commands and HTTP endpoints. */
final class CallLimits {
    static final ByteSize MAX_OUTPUT = ByteSize.ofMebibytes(1);
    private static final long GREATEST_OUTPUT = 100L << 20;

    private CallLimits() {}

    /** Either may be null. */
    static void check(Duration timeout, ByteSize maxOutput, Checks checks) {
        checks.that(
                        timeout == null || timeout.toMillis() >= 1,
                        "timeout",
                        "must be at least a millisecond, was " + timeout)
                .that(
                        maxOutput == null || maxOutput.bytes() >= 1 && maxOutput.bytes() <= GREATEST_OUTPUT,
                        "maxOutput",
                        "must be 1 to " + GREATEST_OUTPUT + " bytes, was " + maxOutput);
    }
}
