package org.renkei.broker.table;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Predicate;
import org.renkei.broker.channel.BrowsedMessage;
import org.renkei.broker.channel.MessageState;
import org.renkei.broker.channel.Walk;
import org.renkei.broker.channel.WalkTime;
import org.renkei.database.Dialect;

/**
 * One walk past the rows of a channel: those lent, those that are ready, those that wait for their time, each by rank, some rows at a
 * time. For one thread.
 */
final class TableWalk {

    /** In the order in which they are shown. */
    private static final List<Integer> RANKS = List.of(20, 21, 22, 0, 1, 2, 10, 11, 12);

    private static final int PAGE = 50;

    /** More of a body than this is read of one row at a time. */
    private static final int LONG_BODY = 64 * 1024;

    private final Connection connection;
    private final boolean cutsLarge;
    private final String sql;
    private final RowColumns columns;
    private final Walk walk;
    private final WalkTime time;
    private final Predicate<BrowsedMessage> each;
    private final int page;

    TableWalk(Connection connection, Dialect dialect, RowColumns columns, Walk walk, Predicate<BrowsedMessage> each) {
        this.connection = connection;
        this.cutsLarge = dialect != Dialect.H2;
        this.sql = "select " + RowColumns.starts(dialect)
                + " from renkei.message where channel = ? and rank = ? and id > ? order by channel, rank, id limit ?";
        this.columns = columns;
        this.walk = walk;
        this.time = walk.limits().start();
        this.each = each;
        this.page = walk.mostBody() > LONG_BODY ? 1 : PAGE;
    }

    /** @return true if it came to the last row */
    boolean toTheEnd(String channel) throws SQLException {
        RowKey from = walk.from() == null ? new RowKey(channel, RANKS.get(0), Long.MIN_VALUE) : parse(channel);
        for (int rank : RANKS.subList(RANKS.indexOf(from.rank()), RANKS.size())) {
            long before = rank == from.rank() ? from.id() : Long.MIN_VALUE;
            if (!passRank(new RowKey(channel, rank, before))) {
                return false;
            }
        }
        return true;
    }

    /** The place behind which it begins. */
    private RowKey parse(String channel) {
        int line = walk.from().indexOf('_');
        try {
            int rank = Integer.parseInt(walk.from(), 0, Math.max(0, line), 10);
            long id = Long.parseLong(walk.from().substring(line + 1));
            if (RANKS.contains(rank)) {
                return new RowKey(channel, rank, walk.inclusive() ? id - 1 : id);
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("not a place in this channel: '" + walk.from() + "'", e);
        }
        throw new IllegalArgumentException("not a place in this channel: '" + walk.from() + "'");
    }

    private boolean passRank(RowKey before) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            RowKey last = before;
            for (int passed = page; passed == page; ) {
                passed = 0;
                set(select, last);
                try (ResultSet rows = select.executeQuery()) {
                    for (; rows.next(); passed++) {
                        last = RowColumns.key(rows);
                        if (!time.mayShow() || !each.test(browsed(rows, last))) {
                            return false;
                        }
                    }
                }
            }
            return true;
        }
    }

    private void set(PreparedStatement select, RowKey last) throws SQLException {
        Parameters parameters = new Parameters(select).number(walk.mostBody()).number(walk.mostBody());
        if (cutsLarge) {
            parameters.number(walk.mostBody());
        }
        parameters.text(last.channel()).number(last.rank()).number(last.id()).number(page);
    }

    private BrowsedMessage browsed(ResultSet row, RowKey key) throws SQLException {
        return columns.readStart(row, key.rank() + "_" + key.id(), state(key), walk.mostBody());
    }

    private MessageState state(RowKey key) {
        if (key.isReady()) {
            return walk.inHand().test(key.id()) ? MessageState.IN_PROCESS : MessageState.QUEUED;
        }
        return key.isWaiting() ? MessageState.SCHEDULED : MessageState.IN_PROCESS;
    }
}
