package org.renkei.broker.table;

import java.sql.SQLException;
import java.time.Instant;
import org.renkei.broker.channel.Channels;

/**
 * Which rows, and in which order.
 *
 * @param sql behind {@code select … from renkei.message m}
 * @param values of the parameters in it
 * @param channel null if it is of several
 */
record Choice(String sql, Values values, String channel) {

    private static final String READY = """
            where m.channel = ? and m.rank < 10 and (m.group_id is null or not exists (
                select 1 from renkei.message e
                where e.channel = m.channel and e.group_id = m.group_id and e.id < m.id and (e.rank < 10 or e.rank >= 20)))
            order by m.channel, m.rank, m.id
            """;

    /** With a lower bound, since H2 would begin with all rows that are never due. */
    private static final String BY_DUE = "where m.due_at >= ? and m.due_at <= ? and ";

    private static final String EXPIRED = BY_DUE + "m.expires_at <= ? and m.rank < 20 and m.channel not like '"
            + Channels.INTERNAL_PREFIX + "%' order by m.due_at";

    private static final String DUE = BY_DUE + "m.not_before <= ? and m.rank >= 10 and m.rank < 20 order by m.due_at";

    /** The next of a channel; of each group the first, unless it waits for its time. */
    static Choice ready(String channel) {
        return new Choice(READY, parameters -> parameters.text(channel), channel);
    }

    /** What is not valid any more and not lent. */
    static Choice expired(Instant now) {
        return new Choice(
                EXPIRED, parameters -> parameters.time(Instant.EPOCH).time(now).time(now), null);
    }

    /** What need not wait any more. */
    static Choice due(Instant now) {
        return new Choice(
                DUE, parameters -> parameters.time(Instant.EPOCH).time(now).time(now), null);
    }

    @FunctionalInterface
    interface Values {
        void set(Parameters parameters) throws SQLException;

        /** These, and a number behind them. */
        default Values and(int number) {
            return parameters -> {
                set(parameters);
                parameters.number(number);
            };
        }
    }
}
