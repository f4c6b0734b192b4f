package org.renkei.broker.external;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.renkei.broker.channel.BrowsedMessage;
import org.renkei.broker.channel.ChannelQueue;
import org.renkei.broker.channel.Client;
import org.renkei.broker.channel.ClientRole;
import org.renkei.broker.channel.Walk;
import org.renkei.broker.session.WireMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The queue of one channel at brokers that are not ours: the sum of what each of them said last, some tenths of a second ago. What other
 * processes have in hand counts as queued.
 */
final class ExternalQueue implements ChannelQueue {

    private static final Logger log = LoggerFactory.getLogger(ExternalQueue.class);

    private final String name;
    private final List<MemberWatch> members;
    private final String user;
    private final Clock clock;

    /** @param user as whom Renkei's processes are connected */
    ExternalQueue(String name, List<MemberWatch> members, String user, Clock clock) {
        this.name = name;
        this.members = members;
        this.user = user;
        this.clock = clock;
    }

    @Override
    public long depth() {
        return sum(QueueNumbers::depth);
    }

    @Override
    public long scheduled() {
        return sum(QueueNumbers::scheduled);
    }

    /** Not known apart from what waits in the buffers of our own workers, of this process and others. */
    @Override
    public long deliveringToForeign() {
        return 0;
    }

    @Override
    public Instant oldest() {
        return members.stream()
                .map(member -> member.figures().oldest(name))
                .filter(Objects::nonNull)
                .min(Long::compare)
                .map(sent -> WireMessage.sentAt(sent, clock.instant()))
                .orElse(null);
    }

    @Override
    public long added() {
        return sum(QueueNumbers::added);
    }

    @Override
    public long taken() {
        return sum(QueueNumbers::taken);
    }

    @Override
    public int producers() {
        return members.stream()
                .mapToInt(member -> member.figures().producers(name))
                .sum();
    }

    @Override
    public int consumers() {
        return (int) sum(QueueNumbers::consumers);
    }

    private long sum(ToLongFunction<QueueNumbers> number) {
        long sum = 0;
        for (MemberWatch member : members) {
            sum += number.applyAsLong(member.figures().of(name));
        }
        return sum;
    }

    /** Others share the queue: only this process' own workers stop. */
    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public boolean pauses() {
        return false;
    }

    @Override
    public void catchUp() {
        members.forEach(MemberWatch::askNow);
    }

    @Override
    public boolean walk(Walk walk, Predicate<BrowsedMessage> each) {
        return new ExternalWalk(name, members, walk, each, clock.instant()).toTheEnd();
    }

    @Override
    public List<Client> clients() {
        List<Client> clients = new ArrayList<>();
        int workers = 0;
        for (MemberWatch member : members) {
            for (JsonNode row : rows(member, "listConsumers", "queue")) {
                if (user.equals(row.path("validatedUser").asText())) {
                    workers++;
                } else {
                    clients.add(client(ClientRole.CONSUMER, row));
                }
            }
            rows(member, "listProducers", "address").forEach(row -> clients.add(client(ClientRole.PRODUCER, row)));
        }
        if (workers > 0) {
            clients.add(0, Client.workers(workers, 0));
        }
        return clients;
    }

    private List<JsonNode> rows(MemberWatch member, String listing, String key) {
        Management management = member.management();
        if (management == null) {
            return List.of();
        }
        try {
            return MemberFigures.rows(management, listing).stream()
                    .filter(row -> name.equals(row.path(key).asText()))
                    .toList();
        } catch (Exception e) {
            log.atDebug().addKeyValue("broker", member.member()).setCause(e).log("not asked");
            return List.of();
        }
    }

    private static Client client(ClientRole role, JsonNode row) {
        String filter = row.path("filter").asText("");
        String clientId = row.path("clientID").asText("");
        String remote = row.path("remoteAddress").asText("");
        return new Client(
                role,
                false,
                1,
                row.path("validatedUser").asText(),
                row.path("protocol").asText(),
                remote.substring(remote.lastIndexOf('/') + 1),
                clientId.isEmpty() ? null : clientId,
                null,
                row.path("messagesInTransit").asLong(),
                filter.isEmpty() ? null : filter);
    }
}
