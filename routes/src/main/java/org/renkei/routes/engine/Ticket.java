package org.renkei.routes.engine;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/**
 * What a job's message says of the job, in properties that begin with {@code renkei_}. No other program can set them: the broker
 * takes them off at its door.
 *
 * @param job the job's id, a UUID
 * @param flow the flow it runs in
 * @param version the version of the flow that it began with
 * @param step the step it waits for; null at the start
 * @param branch "" or the copy's number, see {@link org.renkei.tracking.journey.Place#branch()}
 * @param seq number of the tracking event that its next pass will write
 * @param arrival what {@code seq} was when it came into this step, the same over all attempts
 * @param attempt 1, or more after retries in this step
 * @param passes steps passed so far, retries included
 * @param replyTo where the producer waits; null if it does not, or if another copy answers
 * @param replyId the correlation id that the answer must carry; null like {@code replyTo}
 * @param parent the job whose step started this one; or null
 * @param deadline when the flow's timeout is over; null for never
 */
record Ticket(
        String job,
        String flow,
        String version,
        String step,
        String branch,
        int seq,
        int arrival,
        int attempt,
        int passes,
        String replyTo,
        String replyId,
        String parent,
        Instant deadline) {
    static final String PREFIX = "renkei_";
    static final String JOB = PREFIX + "job";
    static final String PARENT = PREFIX + "parent";

    /** The id that a job is to have, if whoever sent it in this process was told one. */
    static final String SUBMITTED_AS = PREFIX + "submitted_as";

    /** Set if that somebody waits for the result. */
    static final String AWAITED = PREFIX + "awaited";

    private static final String FLOW = PREFIX + "flow";
    private static final String VERSION = PREFIX + "version";
    private static final String STEP = PREFIX + "step";
    private static final String BRANCH = PREFIX + "branch";
    private static final String SEQ = PREFIX + "seq";
    private static final String ARRIVAL = PREFIX + "arrival";
    private static final String ATTEMPT = PREFIX + "attempt";
    static final String PASSES = PREFIX + "passes";
    private static final String REPLY_TO = PREFIX + "reply_to";
    private static final String REPLY_ID = PREFIX + "reply_id";
    private static final String DEADLINE = PREFIX + "deadline";

    /** @throws RenkeiException {@code NOT_A_JOB}, if this is not the message of a job */
    static Ticket of(ChannelMessage message) {
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
                message.text(STEP),
                branch == null ? "" : branch,
                message.number(SEQ, 0),
                message.number(ARRIVAL, message.number(SEQ, 0)),
                message.number(ATTEMPT, 1),
                message.number(PASSES, 0),
                message.text(REPLY_TO),
                message.text(REPLY_ID),
                message.text(PARENT),
                message.properties().get(DEADLINE) instanceof Long millis ? Instant.ofEpochMilli(millis) : null);
    }

    private static boolean isUuid(String text) {
        try {
            return text != null && UUID.fromString(text) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    /**
     * For the next step on the same branch.
     *
     * @param answers false if another copy answers the producer
     */
    Ticket to(String nextStep, boolean answers) {
        return onward(nextStep, branch, answers);
    }

    /** The same for copy {@code number} of several, from 1. */
    Ticket toCopy(int number, String nextStep, boolean answers) {
        return onward(nextStep, branch + "." + number, answers);
    }

    private Ticket onward(String nextStep, String nextBranch, boolean answers) {
        return new Ticket(
                job,
                flow,
                version,
                nextStep,
                nextBranch,
                seq + 1,
                seq + 1,
                1,
                passes + 1,
                answers ? replyTo : null,
                answers ? replyId : null,
                parent,
                deadline);
    }

    /** For the same step once more. */
    Ticket again(int nextAttempt) {
        return new Ticket(
                job,
                flow,
                version,
                step,
                branch,
                seq + 1,
                arrival,
                nextAttempt,
                passes + 1,
                replyTo,
                replyId,
                parent,
                deadline);
    }

    /** The same with another deadline, null for none. */
    Ticket withDeadline(Instant newDeadline) {
        return new Ticket(
                job, flow, version, step, branch, seq, arrival, attempt, passes, replyTo, replyId, parent, newDeadline);
    }

    /** These properties, with the ticket in them and any other ticket gone. */
    Map<String, Object> onto(Map<String, Object> properties) {
        Map<String, Object> all = without(properties);
        all.put(JOB, job);
        all.put(FLOW, flow);
        put(all, VERSION, version);
        put(all, STEP, step);
        all.put(SEQ, seq);
        if (arrival != seq) {
            all.put(ARRIVAL, arrival);
        }
        if (!branch.isEmpty()) {
            all.put(BRANCH, branch);
        }
        if (attempt > 1) {
            all.put(ATTEMPT, attempt);
        }
        all.put(PASSES, passes);
        put(all, REPLY_TO, replyTo);
        put(all, REPLY_ID, replyId);
        if (deadline != null) {
            all.put(DEADLINE, deadline.toEpochMilli());
        }
        put(all, PARENT, parent);
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
