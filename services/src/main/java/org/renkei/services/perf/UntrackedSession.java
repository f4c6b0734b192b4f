package org.renkei.services.perf;

import java.time.Duration;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;

/** A session as it is, but what is sent to the tracking queue is dropped. */
final class UntrackedSession implements ChannelSession {
    private final ChannelSession session;

    UntrackedSession(ChannelSession session) {
        this.session = session;
    }

    @Override
    public ChannelMessage receive(Duration wait, int most) {
        return session.receive(wait, most);
    }

    @Override
    public ChannelMessage receiveNow() {
        return session.receiveNow();
    }

    @Override
    public void skip() {
        session.skip();
    }

    @Override
    public void send(String channel, ChannelMessage message) {
        if (!channel.equals(Channels.TRACKING)) {
            session.send(channel, message);
        }
    }

    @Override
    public boolean reply(String replyTo, ChannelMessage message) {
        return session.reply(replyTo, message);
    }

    @Override
    public void enter() {
        session.enter();
    }

    @Override
    public void keep() {
        session.keep();
    }

    @Override
    public void undo() {
        session.undo();
    }

    @Override
    public void commit() {
        session.commit();
    }

    @Override
    public void rollback() {
        session.rollback();
    }

    @Override
    public void close() {
        session.close();
    }
}
