package org.renkei.services.lifecycle;

/** Where one stage stands. */
public enum StageState {
    WAITING,
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED,
    FAILED
}
