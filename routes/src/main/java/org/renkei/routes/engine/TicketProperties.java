package org.renkei.routes.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/**
 * A {@link Ticket} as properties of a message, whose names begin with {@code renkei_}. No other program can set them: the broker
 * takes them off at its door.
 */
final class TicketProperties {
    static final String PREFIX = "renkei_";
    static final String JOB = PREFIX + "job";
    static final String PARENT = PREFIX + "parent";
    static final String PASSES = PREFIX + "passes";

    /** The id that a job is to have, if whoever sent it in this process was told one. */
    static final String SUBMITTED_AS = PREFIX + "submitted_as";

    /** Where that somebody waits for the result, if one does. */
    static final String AWAITED = PREFIX + "awaited";

    /** The user for whom the result is kept; of the message that begins a job, and of its result. */
    static final String KEPT_FOR = PREFIX + "kept_for";

    static final String FLOW = PREFIX + "flow";
    static final String VERSION = PREFIX + "version";
    static final String STEP = PREFIX + "step";
    private static final String BRANCH = PREFIX + "branch";
    private static final String SEQ = PREFIX + "seq";
    private static final String ARRIVAL = PREFIX + "arrival";
    private static final String ATTEMPT = PREFIX + "attempt";
    private static final String REPLY_TO = PREFIX + "reply_to";
    private static final String REPLY_ID = PREFIX + "reply_id";
    private static final String DEADLINE = PREFIX + "deadline";
    private static final String TRAIL = PREFIX + "trail";
    private static final String UNDO_AFTER = PREFIX + "undo_after";
    private static final String UNDO_CAUSE = PREFIX + "undo_cause";
    private static final String PARTINGS = PREFIX + "partings";
    private static final String ABSENCE = PREFIX + "absence";

    private static final String ENDED = "ended";
    private static final String GAVE_UP = "gave up";
    private static final String UNDONE = "undone";

    // Names of steps and branches have none of these.
    private static final String BETWEEN = ",";
    private static final String WITHIN = ":";
    private static final String BEHIND = ";";

    private TicketProperties() {}

    /** @throws RenkeiException {@code NOT_A_JOB}, if this is not the message of a job */
    static Ticket read(ChannelMessage message) {
        String job = message.text(JOB);
        String flow = message.text(FLOW);
        if (!isUuid(job) || flow == null) {
            throw new RenkeiException(
                    ErrorCode.NOT_A_JOB,
                    "the message came into a step's channel without being a job: send it to the flow's start channel");
        }
        String branch = message.text(BRANCH);
        return new Ticket(
                job,
                flow,
                message.text(VERSION),
                message.text(PARENT),
                message.text(STEP),
                branch == null ? "" : branch,
                message.number(SEQ, 0),
                message.number(ARRIVAL, message.number(SEQ, 0)),
                message.number(ATTEMPT, 1),
                message.number(PASSES, 0),
                message.text(REPLY_TO),
                message.text(REPLY_ID),
                message.properties().get(DEADLINE) instanceof Long millis ? Instant.ofEpochMilli(millis) : null,
                steps(message.text(TRAIL)),
                undoing(message),
                partings(message.text(PARTINGS)),
                absence(message.text(ABSENCE)));
    }

    private static Absence absence(String text) {
        if (text == null) {
            return null;
        }
        String[] parts = text.split(WITHIN, 2);
        return switch (parts[0]) {
            case GAVE_UP -> new Absence(parts[1], false);
            case UNDONE -> new Absence(parts[1], true);
            default -> Absence.ENDED;
        };
    }

    private static String written(Absence absence) {
        return absence.gaveUp() ? (absence.undone() ? UNDONE : GAVE_UP) + WITHIN + absence.reason() : ENDED;
    }

    private static List<Parting> partings(String text) {
        return text == null
                ? List.of()
                : Stream.of(text.split(BEHIND)).map(TicketProperties::parting).toList();
    }

    private static Parting parting(String text) {
        String[] parts = text.split(WITHIN, -1);
        return new Parting(
                parts[0],
                Integer.parseInt(parts[1]),
                Integer.parseInt(parts[2]),
                parts[3],
                Integer.parseInt(parts[4]),
                steps(parts[5].isEmpty() ? null : parts[5]));
    }

    private static String written(Parting parting) {
        return String.join(
                WITHIN,
                parting.join(),
                String.valueOf(parting.copies()),
                String.valueOf(parting.number()),
                parting.branch(),
                String.valueOf(parting.seq()),
                String.join(BETWEEN, parting.trail()));
    }

    private static List<String> steps(String text) {
        return text == null ? List.of() : List.of(text.split(BETWEEN));
    }

    private static Undoing undoing(ChannelMessage message) {
        String failed = message.text(UNDO_AFTER);
        return failed == null ? null : new Undoing(failed, message.text(UNDO_CAUSE));
    }

    private static boolean isUuid(String text) {
        try {
            return text != null && UUID.fromString(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /** These properties, with the ticket in them and any other ticket gone. */
    static Map<String, Object> with(Map<String, Object> properties, Ticket ticket) {
        Map<String, Object> all = without(properties);
        all.put(JOB, ticket.job());
        all.put(FLOW, ticket.flow());
        put(all, VERSION, ticket.version());
        put(all, PARENT, ticket.parent());
        put(all, STEP, ticket.step());
        if (!ticket.branch().isEmpty()) {
            all.put(BRANCH, ticket.branch());
        }
        all.put(SEQ, ticket.seq());
        if (ticket.arrival() != ticket.seq()) {
            all.put(ARRIVAL, ticket.arrival());
        }
        if (ticket.attempt() > 1) {
            all.put(ATTEMPT, ticket.attempt());
        }
        all.put(PASSES, ticket.passes());
        put(all, REPLY_TO, ticket.replyTo());
        put(all, REPLY_ID, ticket.replyId());
        if (ticket.deadline() != null) {
            all.put(DEADLINE, ticket.deadline().toEpochMilli());
        }
        if (!ticket.trail().isEmpty()) {
            all.put(TRAIL, String.join(BETWEEN, ticket.trail()));
        }
        if (ticket.undoing() != null) {
            all.put(UNDO_AFTER, ticket.undoing().failed());
            all.put(UNDO_CAUSE, ticket.undoing().cause());
        }
        if (!ticket.partings().isEmpty()) {
            all.put(
                    PARTINGS,
                    ticket.partings().stream().map(TicketProperties::written).collect(Collectors.joining(BEHIND)));
        }
        if (ticket.absence() != null) {
            all.put(ABSENCE, written(ticket.absence()));
        }
        return all;
    }

    /** These properties without those that are Renkei's or the broker's. */
    static Map<String, Object> without(Map<String, Object> properties) {
        Map<String, Object> others = new HashMap<>(properties.size() + 12);
        properties.forEach((name, value) -> {
            if (!name.startsWith(PREFIX) && !name.startsWith("_AMQ_")) {
                others.put(name, value);
            }
        });
        return others;
    }

    private static void put(Map<String, Object> properties, String name, Object value) {
        if (value != null) {
            properties.put(name, value);
        }
    }
}
