package org.renkei.services.lifecycle;

/** A stage has stopped, but something in it did not end in time and was left behind. The message says what. */
public final class LeftBehind extends Exception {
    private static final long serialVersionUID = 1L;

    public LeftBehind(String what) {
        super(what);
    }
}
