package org.renkei.services.alarm;

/** Somebody outside who is told of alarms. */
interface Receiver {

    /** As an operator knows it. */
    String name();

    /**
     * Returns when it has been taken.
     *
     * @throws org.renkei.broker.error.RenkeiException if it was not; of category REJECT if it never will be
     */
    void take(Announcement announcement) throws InterruptedException;
}
