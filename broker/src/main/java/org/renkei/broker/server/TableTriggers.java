package org.renkei.broker.server;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.message.impl.CoreMessage;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.Queue;
import org.renkei.broker.session.BrokerConnections;
import org.renkei.broker.table.BusinessDatabase;
import org.renkei.broker.table.Trigger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The triggers of one database's channels: small messages in the queues of the same names. One is enough for any number of rows, so
 * none is sent while one is under way. Thread-safe.
 */
final class TableTriggers implements Trigger {

    /** What makes a message a trigger. No program can set it. */
    static final String PROPERTY = "renkei_trigger";

    static final String FILTER = PROPERTY + " IS NOT NULL";

    private static final Logger log = LoggerFactory.getLogger(TableTriggers.class);
    private static final int BYTES = 128;

    /** An administrator may have removed it. */
    private static final long LONGEST_UNDER_WAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ActiveMQServer server;
    private final BusinessDatabase database;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();

    /** @param underWaySince nanoseconds; 0 if none is under way */
    private record Line(Queue queue, AtomicLong underWaySince) {}

    TableTriggers(ActiveMQServer server, BusinessDatabase database) {
        this.server = server;
        this.database = database;
    }

    /** Listens for triggers of these channels, and sends them from now on. */
    void listen(Collection<String> channels, BrokerConnections connections) {
        for (String channel : channels) {
            Line line = new Line(server.locateQueue(SimpleString.of(channel)), new AtomicLong());
            lines.put(channel, line);
            connections.listen(channel, FILTER, () -> came(channel, line));
        }
        database.useTrigger(this);
    }

    private void came(String channel, Line line) {
        line.underWaySince.set(0);
        database.triggered(channel);
    }

    @Override
    public void fire(String channel) {
        Line line = lines.get(channel);
        // A stopped channel's workers look at the table when it starts.
        if (line == null || line.queue.isPaused()) {
            return;
        }
        long since = line.underWaySince.get();
        long now = System.nanoTime() | 1;
        if (since != 0 && now - since < LONGEST_UNDER_WAY_NANOS || !line.underWaySince.compareAndSet(since, now)) {
            return;
        }
        try {
            CoreMessage trigger = new CoreMessage(server.getStorageManager().generateID(), BYTES);
            trigger.setAddress(channel);
            trigger.setDurable(false);
            trigger.putBooleanProperty(PROPERTY, true);
            server.getPostOffice().route(trigger, false);
        } catch (Exception e) {
            log.atDebug().addKeyValue("channel", channel).setCause(e).log("trigger not sent");
            came(channel, line);
        }
    }
}
