package org.renkei.services.http;

import java.time.Instant;
import org.renkei.broker.channel.Client;
import org.renkei.broker.channel.ClientRole;

/** Who is connected to a channel, as the console writes it. What Renkei's own workers have none of is null. */
record ClientView(
        ClientRole role,
        boolean own,
        int count,
        String user,
        String protocol,
        String address,
        String clientId,
        Instant since,
        long inHand,
        String filter) {

    static ClientView of(Client client) {
        return new ClientView(
                client.role(),
                client.own(),
                client.number(),
                client.user(),
                client.protocol(),
                client.remote(),
                client.clientId(),
                client.since(),
                client.inHand(),
                client.selector());
    }
}
