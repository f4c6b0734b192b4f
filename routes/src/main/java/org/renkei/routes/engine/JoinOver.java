package org.renkei.routes.engine;

import java.util.Map;
import java.util.UUID;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.Step;
import org.renkei.tracking.join.JoinKey;

/** A message in the channel of a step with a join, which says that one of its joins has waited long enough. It is no job's. */
final class JoinOver {
    private static final String SENDER = TicketProperties.PREFIX + "join_over";
    private static final String JOB = TicketProperties.PREFIX + "join_job";
    private static final String BRANCH = TicketProperties.PREFIX + "join_branch";
    private static final String SEQ = TicketProperties.PREFIX + "join_seq";

    private JoinOver() {}

    /** To that step of that version of its flow. */
    static ChannelMessage message(JoinKey key, Flow flow, Step step) {
        return ChannelMessage.of(Body.EMPTY)
                .withProperties(Map.of(
                        SENDER,
                        UUID.randomUUID().toString(),
                        JOB,
                        key.job(),
                        BRANCH,
                        key.branch(),
                        SEQ,
                        key.seq(),
                        TicketProperties.FLOW,
                        flow.name(),
                        TicketProperties.VERSION,
                        flow.version(),
                        TicketProperties.STEP,
                        step.name()));
    }

    static boolean is(ChannelMessage message) {
        return message.properties().containsKey(SENDER);
    }

    static JoinKey key(ChannelMessage message) {
        return new JoinKey(message.text(JOB), String.valueOf(message.text(BRANCH)), message.number(SEQ, 0));
    }

    /** Names this message among all. */
    static String sender(ChannelMessage message) {
        return message.text(SENDER);
    }
}
