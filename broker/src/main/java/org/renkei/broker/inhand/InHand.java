package org.renkei.broker.inhand;

import java.util.ArrayList;
import java.util.List;
import org.renkei.broker.channel.LiveChannel;

/** What one session has received and not committed: counted for the operator, and noted for the case of a crash. */
public final class InHand {

    private final LiveChannel channel;
    private final InHandNotes notes;
    private final InHandFile file;
    private final List<Long> inHandBefore = new ArrayList<>();
    private int messages;

    public InHand(LiveChannel channel, InHandNotes notes) {
        this.channel = channel;
        this.notes = notes;
        this.file = notes.take();
    }

    /**
     * @param id of the message in its store
     * @param outlives false if the message would not survive a crash: then there is nothing to note
     * @return true if a process that died had it in hand
     */
    public boolean add(long id, boolean outlives) {
        messages++;
        channel.received(1);
        if (!outlives || channel.isInternal()) {
            return false;
        }
        file.note(id);
        boolean before = notes.wasInHand(id);
        if (before) {
            inHandBefore.add(id);
        }
        return before;
    }

    public void committed() {
        if (!inHandBefore.isEmpty()) {
            notes.done(inHandBefore);
        }
        clear();
    }

    public void givenBack() {
        clear();
    }

    public void close() {
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
