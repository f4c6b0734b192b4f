package org.renkei.broker.server;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.inhand.InHandNotes;
import org.renkei.broker.table.BusinessDatabase;
import org.renkei.broker.table.TableQueue;

/** The messages that a start finds in durable channels, by where they are. */
record Found(long inBroker, Map<BusinessDatabase, Long> inTables) {

    static Found in(Collection<LiveChannel> channels) {
        long inBroker = 0;
        Map<BusinessDatabase, Long> inTables = new HashMap<>();
        for (LiveChannel channel : channels) {
            long depth = channel.queue().depth();
            BusinessDatabase database = TableQueue.databaseOf(channel);
            if (database != null) {
                inTables.merge(database, depth, Long::sum);
            } else if (channel.config().kind() == ChannelKind.PERSISTENT) {
                inBroker += depth;
            }
        }
        return new Found(inBroker, inTables);
    }

    long all() {
        return inBroker + inTables.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Notes of what was in hand are of use only while the store they speak of holds messages. */
    void forgetNotes(InHandNotes ofBroker, DatabaseParts ofTables) {
        if (inBroker == 0) {
            ofBroker.forget();
        }
        ofTables.forgetNotes(inTables);
    }
}
