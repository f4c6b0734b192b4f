package org.renkei.broker.server;

import java.util.UUID;

/** The user as whom Renkei connects to its own broker: new at each start, and taken over in-VM connections only. */
record InternalUser(String name, String password) {

    static InternalUser random() {
        return new InternalUser("renkei-" + UUID.randomUUID(), UUID.randomUUID().toString());
    }
}
