package org.renkei.broker.server;

import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Which messages of a Core session are sent without waiting for an answer. Only the packet that ends a message says so, and
 * the broker does not keep it with the message; but a session's messages reach {@link Door} in the order of these packets.
 * Thread-safe.
 */
final class UnansweredSends {

    private final Map<String, Queue<Boolean>> sends = new ConcurrentHashMap<>();

    void opened(String session) {
        sends.put(session, new ConcurrentLinkedQueue<>());
    }

    void closed(String session) {
        sends.remove(session);
    }

    /** A whole message of this session came. */
    void arrived(String session, boolean unanswered) {
        Queue<Boolean> ofSession = sends.get(session);
        if (ofSession != null) {
            ofSession.add(unanswered);
        }
    }

    /** True if the sender of the session's next message waits for no answer. */
    boolean nextOf(String session) {
        Queue<Boolean> ofSession = sends.get(session);
        return ofSession != null && Boolean.TRUE.equals(ofSession.poll());
    }
}
