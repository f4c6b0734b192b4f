package org.renkei.routes.userroute;

import java.time.Duration;
import java.util.List;
import java.util.function.Predicate;
import org.apache.camel.Route;

/** Starts and stops routes as the phases of the system's life have it. Thread-safe. */
public interface RouteSwitch {

    /** Starts those that take messages in the present phase. */
    void startAdded(Predicate<Route> which);

    /**
     * Stops routes, those first that others are called by.
     *
     * @return true if they have ended what they had in hand within that time; if not they run on as before
     */
    boolean drain(List<Route> which, Duration within);
}
