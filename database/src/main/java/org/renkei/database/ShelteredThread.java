package org.renkei.database;

/**
 * A thread that no interrupt reaches within {@link Shelter}: it comes when the thread leaves it. For threads that often call an
 * embedded database; all others may call it too, and pay for each call with a change of threads.
 */
public final class ShelteredThread extends Thread {

    private final Object lock = new Object();
    private int depth;
    private boolean interruptLater;

    public ShelteredThread(Runnable task, String name) {
        super(task, name);
    }

    @Override
    public void interrupt() {
        synchronized (lock) {
            if (depth == 0) {
                super.interrupt();
            } else {
                interruptLater = true;
            }
        }
    }

    /** To be called by this thread itself, as is {@link #leave()}. */
    void enter() {
        synchronized (lock) {
            if (depth == 0) {
                interruptLater = Thread.interrupted();
            }
            depth++;
        }
    }

    void leave() {
        synchronized (lock) {
            depth--;
            if (depth == 0 && interruptLater) {
                super.interrupt();
            }
        }
    }
}
