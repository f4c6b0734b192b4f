package org.renkei.broker.session;

/** A session, and the broker that it is on. */
record MemberSession<S>(S session, BrokerMember member) {}
