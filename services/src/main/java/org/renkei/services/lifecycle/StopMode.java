package org.renkei.services.lifecycle;

/** How to stop (D4). */
public enum StopMode {
    /** Refused if a message would be lost. */
    NORMAL,
    /** Takes nothing new, waits for what is under way, and then as NORMAL. */
    DRAIN,
    /** Goes on whatever is lost, in bounded time; what is lost is tracked as LOST. */
    FORCE
}
