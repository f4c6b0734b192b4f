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
    private final List<Long> ids = new ArrayList<>();
    private int begun;

    public InHand(LiveChannel channel, InHandNotes notes) {
        this.channel = channel;
        this.notes = notes;
        this.file = notes.take();
    }

    /**
     * @param id of the message in its store
     * @param outlives false if the message would not survive a crash: then there is nothing to note
     * @return how many processes that died had it in hand
     */
    public int add(long id, boolean outlives) {
        ids.add(id);
        channel.received(id);
        if (!outlives || channel.isInternal()) {
            return 0;
        }
        int crashes = notes.crashesOf(id);
        if (crashes == 0) {
            file.note(id);
        } else {
            inHandBefore.add(id);
            notes.redelivered(id);
        }
        return crashes;
    }

    /** True if this message should not be received with those that are in hand already, because it may be what killed a process. */
    public boolean keepsApart(long id) {
        return !ids.isEmpty() && notes.crashesOf(id) > 0;
    }

    /** What was received is handled from now on: a crash counts against those that were in hand at one before, too. */
    public void begin() {
        for (; begun < inHandBefore.size(); begun++) {
            file.note(inHandBefore.get(begun));
        }
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
        channel.letGo(ids);
        ids.clear();
        inHandBefore.clear();
        begun = 0;
        file.clear();
    }
}
