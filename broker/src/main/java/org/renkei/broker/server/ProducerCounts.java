package org.renkei.broker.server;

import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.activemq.artemis.core.server.ActiveMQServer;
import org.apache.activemq.artemis.core.server.ServerProducer;

/** How many producers name each address; counted for all of them at once, because one count walks every session. */
final class ProducerCounts {

    private final ActiveMQServer server;
    private volatile Map<String, Integer> counts = Map.of();

    ProducerCounts(ActiveMQServer server) {
        this.server = server;
    }

    int of(String address) {
        return counts.getOrDefault(address, 0);
    }

    void count() {
        counts = server.getSessions().stream()
                .flatMap(session -> session.getServerProducers().stream())
                .map(ServerProducer::getAddress)
                .filter(Objects::nonNull)
                .collect(Collectors.toMap(address -> address, address -> 1, Integer::sum));
    }
}
