package org.renkei.broker.external;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shuts channels to programs at brokers that are not ours: while a channel refuses senders, only Renkei's own role may send to its
 * address. The broker then refuses every other sender at once, and receivers go on. From a database channel only Renkei's own role may ever
 * receive: what is in its queue is on its way into the table. That is marked by a role {@code renkei-table}.
 *
 * <p>The security settings of exactly that address are the means; whoever shuts it puts a mark into them, a role
 * {@code renkei-shut:NODE} that nobody has and that may only browse. So several processes may shut the same channel, each opens only
 * what it has shut, and the last one to open removes the settings, so that those of the broker's own configuration hold again. Thread-safe.
 *
 * @param ownRole that Renkei's user has, and no program; null to shut nothing
 * @param node of this process
 * @param channels that can be shut
 * @param shut whether a channel refuses senders now
 * @param staysShut whether it does so also when this process has ended
 * @param tables which are database channels
 */
public record SendGate(
        String ownRole,
        String node,
        Collection<String> channels,
        Predicate<String> shut,
        Predicate<String> staysShut,
        Predicate<String> tables) {

    private static final Logger log = LoggerFactory.getLogger(SendGate.class);

    /** As seen by one connection. */
    ShutDoors at(Management broker) {
        return new ShutDoors(broker, ownRole, node);
    }

    /** Brings a broker to what holds now. */
    void follow(ShutDoors broker) throws Exception {
        broker.bring(guarded(), shut, tables);
    }

    /** This process ends: what it has shut opens again, unless an operator has shut it. */
    void leave(ShutDoors broker) {
        try {
            broker.bring(guarded(), staysShut, tables);
        } catch (Exception e) {
            log.atWarn().setCause(e).log("channels that this process has shut at the broker may stay shut");
        }
    }

    private Collection<String> guarded() {
        return ownRole == null ? List.of() : channels;
    }
}
