package org.renkei.broker.error;

import static org.renkei.broker.error.Category.REJECT;
import static org.renkei.broker.error.Category.RETRY;
import static org.renkei.broker.error.Category.STOP;

/**
 * Every failure that a user or operator can meet, by its stable number. {@code docs/errors.md} lists each with its
 * cause and its cure; a number is never given to another failure.
 */
public enum ErrorCode {
    CONFIG_INVALID(1001, STOP),
    CONFIG_UNREADABLE(1002, STOP),

    CHANNEL_UNKNOWN(2001, REJECT),
    CHANNEL_BLOCKED(2002, RETRY),
    CHANNEL_FULL(2003, RETRY),
    CHANNEL_STOPPED(2004, RETRY),
    BROKER_LOST(2005, RETRY),
    COMMIT_FAILED(2006, RETRY),
    BROKER_START(2007, STOP),
    MESSAGE_TOO_LARGE(2009, REJECT),
    DATABASE_AWAY(2010, RETRY),
    DATABASE_REFUSED(2011, REJECT),
    FLOW_BLOCKED(2012, RETRY),

    NOT_A_JOB(3001, REJECT),
    FLOW_UNKNOWN(3002, REJECT),
    STEP_UNKNOWN(3003, REJECT),
    BODY_NOT_JSON(3004, REJECT),
    SCHEMA_VIOLATED(3005, REJECT),
    MESSAGE_TYPE(3006, REJECT),
    TOO_LARGE(3007, REJECT),
    NO_ROUTE(3008, REJECT),
    PASS_LIMIT(3009, REJECT),
    RETRIES_EXHAUSTED(3010, REJECT),
    APPLICATION_FAILED(3011, REJECT),
    REPLY_FORBIDDEN(3012, REJECT),
    REDELIVERY_LIMIT(3013, REJECT),
    EXPIRED(3014, REJECT),
    EXPRESSION_FAILED(3015, REJECT),
    CRASH_LIMIT(3016, REJECT),
    NOT_RETRIED(3017, REJECT),
    TIMED_OUT(3018, REJECT),
    UNDO_FAILED(3019, REJECT),
    JOIN_INCOMPLETE(3020, REJECT),
    APPLICATION_UNKNOWN(3021, REJECT),
    FLOW_IN_USE(3022, REJECT),
    FLOW_VERSION_UNKNOWN(3023, REJECT),
    ROUTE_BUSY(3024, RETRY),
    ROUTE_UNKNOWN(3025, REJECT),
    RESULT_UNKNOWN(3026, REJECT),

    TRACKING_DOWN(4001, RETRY),
    EVENTS_REFUSED(4002, REJECT),

    STAGE_FAILED(5001, STOP),
    ALREADY_RUNNING(5002, STOP),
    NOT_RUNNING(5003, STOP),
    MESSAGES_PENDING(5004, STOP),
    UNAUTHORISED(5005, REJECT),

    DEAD_LETTER_IN_FILE(6001, RETRY),
    DEAD_LETTER_STUCK(6002, RETRY),
    DEAD_LETTER_INVALID(6003, REJECT),
    DEAD_LETTER_UNKNOWN(6004, REJECT),
    NO_WAY_BACK(6005, REJECT),
    ALREADY_TAKEN_UP(6006, REJECT),
    OUT_OF_REACH(6007, RETRY),

    ALARM_NOT_TAKEN(7001, RETRY),
    ALARM_REFUSED(7002, REJECT);

    private final int number;
    private final Category category;

    ErrorCode(int number, Category category) {
        this.number = number;
        this.category = category;
    }

    public Category category() {
        return category;
    }

    /** As shown and documented, for example {@code RNK-2003}. */
    @Override
    public String toString() {
        return "RNK-" + number;
    }
}
