package org.renkei.services.lifecycle;

/** Where the whole system stands. */
public enum LifecycleState {
    STARTING,
    RUNNING,
    STOPPING,
    STOPPED
}
