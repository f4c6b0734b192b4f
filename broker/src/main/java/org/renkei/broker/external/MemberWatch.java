package org.renkei.broker.external;

import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.session.BrokerConnections;
import org.renkei.broker.session.BrokerMember;
import org.renkei.broker.session.Seal;
import org.renkei.database.RepeatedWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread {@code renkei-broker-HOST:PORT}: keeps a management session to one broker, prepares the channels' queues whenever it
 * connects, and then asks for the figures of all queues in one question, as often as that costs little. What was known last is shown
 * while the broker is away.
 */
final class MemberWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(MemberWatch.class);
    private static final Duration PERIOD = Duration.ofMillis(100);
    private static final Duration FIRST_BACKOFF = Duration.ofMillis(200);
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(5);
    private static final Duration SLOW_PERIOD = Duration.ofSeconds(1);

    /** So that the broker gives no more than a tenth of one processor to be asked. */
    private static final int REST = 9;

    private final BrokerMember member;
    private final BrokerConnections connections;
    private final QueueSetup setup;
    private final Consumer<Set<String>> onNewMemory;
    private final SendGate gate;
    private final MemberFigures figures;
    private final RepeatedWork rounds;

    /** Held while queues are made. */
    private final Object making = new Object();

    private Duration backoff = FIRST_BACKOFF;
    private long nextRound;
    private long nextSlowRound;
    private volatile ShutDoors doors;
    private volatile Management management;
    private volatile RuntimeException unfit;

    /** @param onNewMemory told which volatile channels have lost what they held, if they held anything */
    MemberWatch(
            BrokerMember member,
            BrokerConnections connections,
            QueueSetup setup,
            SendGate gate,
            Consumer<Set<String>> onNewMemory) {
        this.member = member;
        this.connections = connections;
        this.setup = setup;
        this.gate = gate;
        this.figures = new MemberFigures(setup::knows);
        this.onNewMemory = onNewMemory;
        this.rounds = new RepeatedWork("renkei-broker-" + member, this::round);
    }

    /** Tries once at once, then goes on in its thread. */
    void start() {
        round();
        rounds.start(PERIOD, PERIOD);
    }

    BrokerMember member() {
        return member;
    }

    /** Why this broker cannot be used as it is, and a retry would not help; null if it can. */
    RuntimeException unfit() {
        return unfit;
    }

    /** As it said last, if it is away. */
    MemberFigures figures() {
        return figures;
    }

    /** Null while it is away. */
    Management management() {
        return management;
    }

    /** 0 if it cannot be asked. */
    long connectionsOfOthers(String user) {
        Management asked = management;
        if (asked == null) {
            return 0;
        }
        try {
            return MemberFigures.rows(asked, "listConnections").stream()
                    .filter(row -> !row.path("users").asText().equals(user))
                    .count();
        } catch (Exception e) {
            log.atDebug().addKeyValue("broker", member).setCause(e).log("not asked");
            return 0;
        }
    }

    /**
     * Makes the queue of a channel that the setup knows since a moment ago.
     *
     * @return false if the broker is away: then it is made when it is back
     * @throws ConfigException if a queue is there that is not what its channel needs
     */
    boolean make(String name, ChannelConfig config) throws Exception {
        synchronized (making) {
            Management asked = management;
            if (asked == null) {
                return false;
            }
            setup.prepare(asked, name, config);
            return true;
        }
    }

    Seal seal() {
        return connections.seal();
    }

    /** A session of its own to this broker; the caller closes its factory. */
    ClientSession open() throws ActiveMQException {
        return connections.alone(member);
    }

    /** Asks for the figures now, and not when it is time. */
    synchronized void askNow() {
        Management connected = management;
        if (connected != null) {
            try {
                figures.ask(connected);
            } catch (Exception e) {
                log.atDebug().addKeyValue("broker", member).setCause(e).log("not asked");
            }
        }
    }

    private void round() {
        if (System.nanoTime() - nextRound < 0) {
            return;
        }
        try {
            if (management == null) {
                connect();
            }
            long began = System.nanoTime();
            look();
            nextRound = System.nanoTime() + Math.min((System.nanoTime() - began) * REST, SLOW_PERIOD.toNanos());
        } catch (ConfigException e) {
            unfit = e;
            lost(e);
        } catch (Exception e) {
            lost(e);
        }
    }

    private void connect() throws Exception {
        Management connecting = new Management(connections.alone(member));
        try {
            String id = String.valueOf(connecting.attribute("nodeID"));
            Set<String> newMemory;
            synchronized (making) {
                newMemory = setup.prepare(connecting);
                member.reached(id);
                doors = gate.at(connecting);
                management = connecting;
            }
            unfit = null;
            backoff = FIRST_BACKOFF;
            log.atInfo().addKeyValue("broker", member).addKeyValue("id", id).log("broker reached");
            onNewMemory.accept(newMemory);
        } finally {
            if (management == null) {
                connecting.close();
            }
        }
    }

    private void look() throws Exception {
        try {
            synchronized (this) {
                figures.ask(management);
            }
            if (System.nanoTime() - nextSlowRound >= 0) {
                figures.askMore(management);
                nextSlowRound = System.nanoTime() + SLOW_PERIOD.toNanos();
            }
        } catch (RefusedByBroker e) {
            // It trips over what goes away while it lists it.
            log.atDebug().addKeyValue("broker", member).setCause(e).log("not listed");
        }
        gate.follow(doors);
    }

    private void lost(Exception e) {
        String reason = e.getMessage() == null ? e.toString() : e.getMessage();
        if (member.away() == null) {
            log.atWarn()
                    .addKeyValue("broker", member)
                    .addKeyValue("cause", reason)
                    .log("broker does not answer");
        }
        member.lost(reason);
        Management gone = management;
        management = null;
        if (gone != null) {
            gone.close();
        }
        nextRound = System.nanoTime() + backoff.toNanos();
        backoff = backoff.multipliedBy(2).compareTo(LONGEST_BACKOFF) > 0 ? LONGEST_BACKOFF : backoff.multipliedBy(2);
    }

    @Override
    public void close() {
        rounds.close();
        Management last = management;
        management = null;
        if (last != null) {
            gate.leave(doors);
            last.close();
        }
    }
}
