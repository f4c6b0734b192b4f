package org.renkei.routes.dead;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.renkei.broker.channel.ChannelMessage;

/**
 * A message that gave up. Why, where and when is in its properties; one of a job also carries the job's ticket.
 *
 * @param channel the dead-letter channel that it lies in, or should
 * @param message with all of its properties
 */
public record DeadLetter(String channel, ChannelMessage message) {

    /** Why it gave up; begins with a code. */
    public static final String ERROR = "renkei_error";

    /** The channel that it was received from. */
    public static final String ORIGIN = "renkei_origin";

    /** The job's id, which every message of a job carries; this and the next two as the engine's ticket writes them. */
    public static final String JOB = "renkei_job";

    static final String FLOW = "renkei_flow";
    static final String STEP = "renkei_step";
    static final String ID = "renkei_letter";
    static final String DIED_AT = "renkei_died_at";

    private static final Pattern CODE = Pattern.compile("RNK-\\d+");

    /** A message that is not a job's, and gives up. */
    public static DeadLetter of(String channel, ChannelMessage message, String error, String origin, Instant diedAt) {
        String key = message.key() == null ? UUID.randomUUID().toString() : message.key();
        String id = UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8)).toString();
        return of(channel, message, id, error, origin, diedAt);
    }

    /**
     * A message that gives up.
     *
     * @param id the same whenever this message gives up at this point, so that it cannot be there twice; fit for a file's name
     * @param error why, beginning with a code
     * @param origin the channel that it was received from
     */
    public static DeadLetter of(
            String channel, ChannelMessage message, String id, String error, String origin, Instant diedAt) {
        Map<String, Object> properties = new HashMap<>(message.properties());
        // A duplicate id that came along would make the broker drop the message, or refuse the commit.
        properties.keySet().removeIf(name -> name.startsWith("_AMQ_"));
        properties.put(ID, id);
        properties.put(ERROR, error);
        properties.put(ORIGIN, origin);
        properties.put(DIED_AT, diedAt.toEpochMilli());
        // It waits for somebody, however long that takes.
        return new DeadLetter(
                channel, message.withProperties(properties).withExpiresAt(null).withNotBefore(null));
    }

    /** Names it among all; of a message that another program put into the channel, that message's own id. */
    public String id() {
        String id = message.text(ID);
        return id == null ? message.id() : id;
    }

    /** The message, with id and time of death among its properties also if another program put it into the channel. */
    ChannelMessage named() {
        Map<String, Object> properties = new HashMap<>(message.properties());
        properties.put(ID, id());
        properties.put(DIED_AT, diedAt().toEpochMilli());
        return message.withProperties(properties);
    }

    /** When it gave up; of a message that another program put into the channel, when that was. */
    public Instant diedAt() {
        return message.properties().get(DIED_AT) instanceof Long millis
                ? Instant.ofEpochMilli(millis)
                : message.sentAt();
    }

    /** Null if another program put it into the channel. */
    public String error() {
        return message.text(ERROR);
    }

    /** The code that its error begins with; null if there is none. */
    public String code() {
        Matcher code = CODE.matcher(error() == null ? "" : error());
        return code.lookingAt() ? code.group() : null;
    }

    /** Null if another program put it into the channel. */
    public String origin() {
        return message.text(ORIGIN);
    }

    /** Null if it is not a job's. */
    public String job() {
        return message.text(JOB);
    }

    /** Null if it is not a job's. */
    public String flow() {
        return message.text(FLOW);
    }

    /** Where the job gave up; null at the start of its flow, and if it is not a job's. */
    public String step() {
        return message.text(STEP);
    }
}
