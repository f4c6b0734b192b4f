package org.renkei.broker.config;

/**
 * A record that is made also if something in it is wrong, so that the rest of it can be judged; it says afterwards what is wrong. Only
 * for the outermost record of a file.
 */
public interface Checked {

    /** Notes everything. What is not there is null, also if it could not be read. */
    void check(Checks checks);
}
