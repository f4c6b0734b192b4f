package org.renkei.broker.session;

import org.apache.activemq.artemis.api.core.client.ClientSession;

/** A session, and the broker that it is on. */
record MemberSession(ClientSession session, BrokerMember member) {}
