package org.renkei.broker.session;

import java.util.ArrayList;
import java.util.List;
import org.apache.activemq.artemis.api.core.client.ClientMessage;
import org.renkei.broker.channel.LiveChannel;

/** What one session has received and not committed: counted for the operator, and noted for the case of a crash. */
final class InHand {

    private final LiveChannel channel;
    private final InHandNotes notes;
    private final InHandFile file;
    private final List<Long> inHandBefore = new ArrayList<>();
    private int messages;

    InHand(LiveChannel channel, InHandNotes notes) {
        this.channel = channel;
        this.notes = notes;
        this.file = notes.take();
    }

    /** @return true if a process that died had it in hand */
    boolean add(ClientMessage message) {
        messages++;
        channel.received(1);
        if (!message.isDurable() || channel.isInternal()) {
            return false;
        }
        long id = message.getMessageID();
        file.note(id);
        boolean before = notes.wasInHand(id);
        if (before) {
            inHandBefore.add(id);
        }
        return before;
    }

    void committed() {
        if (!inHandBefore.isEmpty()) {
            notes.done(inHandBefore);
        }
        clear();
    }

    void givenBack() {
        clear();
    }

    void close() {
        clear();
        notes.giveBack(file);
    }

    private void clear() {
        channel.received(-messages);
        messages = 0;
        inHandBefore.clear();
        file.clear();
    }
}
