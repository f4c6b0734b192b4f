package org.renkei.routes.engine;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.routes.component.ChannelComponent;
import org.renkei.routes.component.ChannelConsumer;
import org.renkei.routes.component.ChannelEndpoint;
import org.renkei.routes.userroute.RouteSwitch;

/**
 * Which routes take messages in which phase of the system's life (D1, D3): applications before entrances, and the other way round in the
 * end. What is added later is started if its phase has come. Thread-safe.
 */
final class RoutePhases implements RouteSwitch {
    private static final Duration LEAST_STOP = Duration.ofSeconds(1);

    private final CamelContext camel;
    private final ChannelComponent component;
    private final RouteControl routes;
    private final LiveFlows live;
    private Predicate<Route> started = route -> false;

    RoutePhases(CamelContext camel, ChannelComponent component, LiveFlows live) {
        this.camel = camel;
        this.component = component;
        this.routes = new RouteControl(camel, component);
        this.live = live;
    }

    /** Steps, unless they are paused, and the user's routes that begin at a channel or at another route. */
    void startApplications() {
        start(route -> !isEntrance(route));
    }

    /** Starts of flows, and the user's routes that begin elsewhere (timers, files, …). */
    void startEntrances() {
        start(this::isEntrance);
    }

    private synchronized void start(Predicate<Route> which) {
        started = started.or(which);
        routes.start(started.and(RoutePhases::startsByItself));
    }

    @Override
    public synchronized void startAdded(Predicate<Route> which) {
        routes.start(started.and(which).and(RoutePhases::startsByItself));
    }

    /** A user's route may say {@code autoStartup: false}: then somebody or another route starts it. */
    private static boolean startsByItself(Route route) {
        return !Boolean.FALSE.equals(route.isAutoStartup());
    }

    /** The routes of channels that flows have left end what they have in hand, and go. */
    synchronized void removeFlowRoutesBut(Set<String> channels) {
        routes.remove(
                route -> FlowRoute.is(route) && !channels.contains(((ChannelEndpoint) route.getEndpoint()).getName()));
    }

    @Override
    public boolean drain(List<Route> which, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        List<Route> entrancesFirst = which.stream()
                .sorted(Comparator.comparing(route -> isEntrance(route) ? 0 : isChannel(route) ? 1 : 2))
                .toList();
        List<Route> running = which.stream().filter(this::runs).toList();
        for (Route route : entrancesFirst) {
            if (!routes.drain(route, Duration.ofNanos(deadline - System.nanoTime()))) {
                startAgain(running);
                return false;
            }
        }
        return true;
    }

    private synchronized void startAgain(List<Route> stopped) {
        routes.start(started.and(stopped::contains));
    }

    private boolean runs(Route route) {
        ServiceStatus state = camel.getRouteController().getRouteStatus(route.getRouteId());
        return state != null && state.isStarted();
    }

    private static boolean isChannel(Route route) {
        return route.getEndpoint() instanceof ChannelEndpoint;
    }

    /** @return true if all entrances have ended what they had in hand within that time */
    boolean stopEntrances(Duration within) {
        synchronized (this) {
            started = started.and(route -> !isEntrance(route));
        }
        return routes.stop(this::isEntrance, within);
    }

    /** First those that take from durable channels, so that volatile ones get nothing more and can run empty; then the rest. */
    boolean stopApplications(Duration within) {
        synchronized (this) {
            started = route -> false;
        }
        long deadline = System.nanoTime() + within.toNanos();
        boolean durableEnded = routes.stop(RoutePhases::beginsAtDurableChannel, within);
        while (volatileWork() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
        }
        Duration left = Duration.ofNanos(Math.max(LEAST_STOP.toNanos(), deadline - System.nanoTime()));
        return routes.stop(route -> !StepRoute.is(route), left) && durableEnded;
    }

    private static boolean beginsAtDurableChannel(Route route) {
        return route.getEndpoint() instanceof ChannelEndpoint endpoint && !isVolatile(endpoint.channel());
    }

    private long volatileWork() {
        return component.consumers().stream()
                .filter(ChannelConsumer::isTaking)
                .map(consumer -> (ChannelEndpoint) consumer.getEndpoint())
                .filter(endpoint -> endpoint.getComponent().channels().holdsMemory())
                .map(ChannelEndpoint::channel)
                .filter(RoutePhases::isVolatile)
                .map(Channel::figures)
                .mapToLong(figures -> figures.current() - figures.scheduled())
                .sum();
    }

    private static boolean isVolatile(Channel channel) {
        return channel.config().kind() == ChannelKind.VOLATILE;
    }

    /** Whether jobs come into the system there. */
    boolean isEntrance(Route route) {
        String from = route.getEndpoint().getEndpointBaseUri();
        boolean startsFlow =
                route.getEndpoint() instanceof ChannelEndpoint endpoint && live.isStart(endpoint.getName());
        boolean inner = from.startsWith("channel:") || from.startsWith("direct:") || from.startsWith("seda:");
        return startsFlow || !inner;
    }
}
