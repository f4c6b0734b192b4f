package org.renkei.broker.session;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.activemq.artemis.api.core.client.ClientSession;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.storage.DurableFile;

/**
 * To which of several brokers a relay sends. Each of them knows for itself what it has taken already, so while something may have been
 * sent that is still to be sent, it must be the same one, also after a crash of this process: its id is in a file before anything goes there.
 * For one thread.
 */
final class SteadyMember {

    private final BrokerConnections connections;
    private final Path file;
    private String id;

    /** Something that is still to be sent may be there already. */
    private boolean bound;

    /**
     * @param file for the id; it is made when there are several brokers
     * @param left whether an earlier process has left something to be sent
     */
    SteadyMember(BrokerConnections connections, Path file, boolean left) {
        this.connections = connections;
        this.file = file;
        try {
            this.id = Files.exists(file) ? Files.readString(file).trim() : null;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
        this.bound = left && id != null;
    }

    /** @throws RenkeiException {@code BROKER_LOST}: also if others are there, and it must be this one */
    MemberSession transacted(String connection) {
        boolean several = connections.members().size() > 1;
        MemberSession opened = several && bound ? bound(connection) : connections.transacted(connection);
        if (several) {
            remember(opened);
        }
        return opened;
    }

    /** To be said before anything is sent. */
    void sends() {
        bound = id != null;
    }

    /** Sends stand alone there. */
    ClientSession autoCommit(BrokerMember member) {
        return connections.autoCommit(member);
    }

    /** Nothing is left to be sent: what comes next may go to another. */
    void drained() {
        bound = false;
    }

    private MemberSession bound(String connection) {
        RenkeiException failure = null;
        for (BrokerMember member : connections.members()) {
            if (id.equals(member.id())) {
                try {
                    return new MemberSession(connections.transacted(connection, member), member);
                } catch (RenkeiException e) {
                    failure = e;
                }
            }
        }
        throw failure != null
                ? failure
                : new RenkeiException(
                        ErrorCode.BROKER_LOST,
                        "the broker of id " + id
                                + " does not answer, to which something was sent that may have arrived");
    }

    private void remember(MemberSession opened) {
        String now = opened.member().id();
        try {
            if (now == null) {
                throw new RenkeiException(ErrorCode.BROKER_LOST, "broker " + opened.member() + " has not said its id");
            }
            if (!now.equals(id)) {
                DurableFile.replace(file, now.getBytes(StandardCharsets.UTF_8));
                id = now;
            }
        } catch (IOException | RuntimeException e) {
            opened.closeQuietly();
            throw e instanceof RuntimeException known ? known : new UncheckedIOException((IOException) e);
        }
    }
}
