package org.renkei.routes.dead;

import java.util.Optional;
import org.renkei.broker.channel.ChannelSession;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.error.RenkeiException;

/** Where every message that gives up is put: into its dead-letter channel, or, if that cannot take it, into a file (C3). Thread-safe. */
public final class DeadLetterBox {
    private final Channels channels;
    private final LastResort lastResort;

    public DeadLetterBox(Channels channels, LastResort lastResort) {
        this.channels = channels;
        this.lastResort = lastResort;
    }

    /**
     * Puts it there within the transaction that takes it out of its step's channel. A file is on disk before this returns, so that it
     * is not lost between the two; it may be there although the transaction failed.
     *
     * @throws RenkeiException {@code DEAD_LETTER_STUCK} if the file cannot be written either: roll back, and try again
     */
    public void put(DeadLetter letter, ChannelSession session) {
        Optional<RenkeiException> refusal = channels.channel(letter.channel()).refusal();
        if (refusal.isPresent()) {
            lastResort.keep(letter, refusal.get());
        } else {
            session.send(letter.channel(), letter.message());
            lastResort.relieved();
        }
    }
}
