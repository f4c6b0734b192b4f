package org.renkei.broker.server;

import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.apache.activemq.artemis.api.core.ActiveMQException;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.LiveChannel;
import org.renkei.broker.external.ExternalBrokers;
import org.renkei.broker.external.ExternalQueues;
import org.renkei.broker.inhand.InHandNotes;
import org.renkei.broker.session.BrokerConnections;
import org.renkei.broker.session.BrokerMember;
import org.renkei.broker.session.Destinations;
import org.renkei.broker.session.Relay;
import org.renkei.broker.session.TableIntake;
import org.renkei.broker.session.WireMessage;
import org.renkei.broker.table.BusinessDatabase;
import org.renkei.broker.table.DataSources;
import org.renkei.broker.table.LentRows;
import org.renkei.broker.table.RelayLine;
import org.renkei.broker.table.TableKeeper;
import org.renkei.broker.table.TableQueue;

/** What runs for each business database for as long as the broker does: its keeper, its relay, its notes of what is in hand. */
final class DatabaseParts {

    private final DataSources sources;
    private final Path dataDir;
    private final Map<String, DataSource> dataSources;
    private final Map<BusinessDatabase, InHandNotes> notes = new LinkedHashMap<>();
    private final List<TableKeeper> keepers = new ArrayList<>();
    private final List<Relay> relays = new ArrayList<>();
    private final List<Lender> lenders = new ArrayList<>();
    private final List<TableIntake> intakes = new ArrayList<>();

    DatabaseParts(DataSources sources, Path dataDir) {
        this.sources = sources;
        this.dataDir = dataDir;
        this.dataSources = sources.all().stream()
                .collect(Collectors.toUnmodifiableMap(BusinessDatabase::name, BusinessDatabase::dataSource));
        sources.all()
                .forEach(database -> notes.put(
                        database, InHandNotes.open(dataDir.resolve("in-hand").resolve(database.name()))));
    }

    /** Takes back what was lent and counts, so that the depth of every channel is known. */
    void startKeeping() {
        for (BusinessDatabase database : sources.all()) {
            TableKeeper keeper = new TableKeeper(database, WireMessage.ORIGINAL_QUEUE);
            keepers.add(keeper);
            keeper.start();
        }
    }

    /** Carries first what an earlier process left on its way. */
    void startRelaying(BrokerConnections connections, Destinations destinations, Clock clock) {
        for (BusinessDatabase database : sources.all()) {
            Path notes = dataDir.resolve("relay").resolve(database.name());
            Relay relay = new Relay(new RelayLine(database), connections, destinations, notes, clock);
            relays.add(relay);
            relay.start();
        }
    }

    /** What the tables hold of channels that are not declared any more, or elsewhere. */
    void reportUndeclared(Map<String, ChannelConfig> declared) {
        sources.all().forEach(database -> ChannelQueues.reportUndeclared(database, declared));
    }

    /** From now on the broker carries the triggers. */
    void startTriggers(ActiveMQServer server, Map<String, ChannelConfig> declared, BrokerConnections connections) {
        for (BusinessDatabase database : sources.all()) {
            List<String> channels = declared.entrySet().stream()
                    .filter(channel -> database.name().equals(channel.getValue().dataSource()))
                    .map(Map.Entry::getKey)
                    .toList();
            new TableTriggers(server, database).listen(channels, connections);
        }
    }

    /** One for each database channel, by its queue. */
    Map<SimpleString, Lender> lenders(ActiveMQServer server, Collection<LiveChannel> channels)
            throws ActiveMQException {
        Map<SimpleString, Lender> byQueue = new HashMap<>();
        for (LiveChannel channel : channels) {
            BusinessDatabase database = TableQueue.databaseOf(channel);
            if (database != null) {
                SimpleString queue = SimpleString.of(channel.name());
                Lender lender =
                        new Lender(channel, server, server.locateQueue(queue), new LentRows(database, channel.name()));
                lenders.add(lender);
                byQueue.put(queue, lender);
            }
        }
        return byQueue;
    }

    void stopLending() {
        lenders.forEach(Lender::close);
    }

    /** From now on what waits for the database channels at brokers that others run is carried into their tables. */
    void startIntakes(Collection<LiveChannel> channels, ExternalBrokers brokers, ExternalQueues queues, Clock clock) {
        for (LiveChannel channel : channels) {
            if (TableQueue.databaseOf(channel) != null) {
                for (BrokerMember member : brokers.members()) {
                    intakes.add(new TableIntake(
                            channel,
                            member,
                            brokers.connections(),
                            messages -> queues.carried(member, channel.name(), messages),
                            clock));
                }
            }
        }
        intakes.forEach(TableIntake::start);
    }

    /** Why a database takes nothing of what waits for its channels although it answers. */
    Optional<String> problem() {
        return intakes.stream().flatMap(intake -> intake.problem().stream()).findFirst();
    }

    void stopIntakes() {
        intakes.forEach(TableIntake::end);
        intakes.forEach(TableIntake::close);
    }

    InHandNotes notesOf(BusinessDatabase database) {
        return notes.get(database);
    }

    /** @param name that a channel gives, which is known to be there */
    BusinessDatabase database(String name) {
        return sources.find(name).orElseThrow();
    }

    Optional<BusinessDatabase> trackingDatabase() {
        return sources.all().stream().filter(BusinessDatabase::tracksHere).findFirst();
    }

    long onTheirWay() {
        return relays.stream().mapToLong(Relay::waiting).sum()
                + trackingDatabase().map(BusinessDatabase::trackingEvents).orElse(0L);
    }

    Map<String, DataSource> dataSources() {
        return dataSources;
    }

    /** Notes that cannot be of use any more, since no channel of their database holds a message. */
    void forgetNotes(Map<BusinessDatabase, Long> depths) {
        notes.forEach((database, left) -> {
            if (depths.getOrDefault(database, 0L) == 0) {
                left.forget();
            }
        });
    }

    int inHandAtStart() {
        return notes.values().stream().mapToInt(InHandNotes::foundAtStart).sum();
    }

    int redelivered() {
        return notes.values().stream().mapToInt(InHandNotes::redelivered).sum();
    }

    /** Carries what is there, if the database answers; the rest goes on at the next start. */
    void stopRelaying() {
        relays.forEach(Relay::close);
    }

    void stopKeeping() {
        keepers.forEach(TableKeeper::close);
    }
}
