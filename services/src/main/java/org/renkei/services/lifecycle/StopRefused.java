package org.renkei.services.lifecycle;

import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.services.pending.PendingCheck;

/** A stop was refused because messages would be lost; everything runs on as before. */
public final class StopRefused extends RenkeiException {
    private static final long serialVersionUID = 1L;

    private final transient PendingCheck check;

    public StopRefused(PendingCheck check) {
        super(ErrorCode.MESSAGES_PENDING, check.words());
        this.check = check;
    }

    /** What is pending; null after serialisation. */
    public PendingCheck check() {
        return check;
    }
}
