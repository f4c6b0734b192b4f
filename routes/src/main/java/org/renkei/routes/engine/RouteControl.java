package org.renkei.routes.engine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.apache.camel.CamelContext;
import org.apache.camel.Consumer;
import org.apache.camel.Route;
import org.renkei.broker.error.Causes;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.component.ChannelComponent;
import org.renkei.routes.component.ChannelConsumer;

/**
 * Starts and stops routes. Those that begin at a channel are told to stop all at once and then awaited together, so that many
 * slow ones take no longer than one.
 */
final class RouteControl {
    private static final Duration LONGEST_REMOVAL = Duration.ofSeconds(10);

    private final CamelContext camel;
    private final ChannelComponent component;

    RouteControl(CamelContext camel, ChannelComponent component) {
        this.camel = camel;
        this.component = component;
    }

    void start(Predicate<Route> which) {
        camel.getRoutes().stream().filter(which).forEach(this::start);
    }

    private void start(Route route) {
        try {
            if (route.getConsumer() instanceof ChannelConsumer consumer
                    && component.consumers().contains(consumer)) {
                consumer.resumeWork();
            } else {
                camel.getRouteController().startRoute(route.getRouteId());
            }
        } catch (Exception e) {
            throw failed(route, "start", e);
        }
    }

    /** @return true if all have ended what they had in hand within that time; the others are interrupted */
    boolean stop(Predicate<Route> which, Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        List<Route> stopping = camel.getRoutes().stream().filter(which).toList();
        List<ChannelConsumer> consumers = stopping.stream()
                .map(Route::getConsumer)
                .filter(ChannelConsumer.class::isInstance)
                .map(ChannelConsumer.class::cast)
                .toList();
        consumers.forEach(ChannelConsumer::requestStop);
        boolean all = true;
        for (ChannelConsumer consumer : consumers) {
            if (!consumer.awaitStopped(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())))) {
                consumer.abandon();
                all = false;
            }
        }
        // Only now, because what the workers had in hand may have called them.
        stopping.stream().filter(route -> !beginsAtChannel(route.getConsumer())).forEach(this::stopOther);
        return all;
    }

    /** @return true if it has ended what it had in hand within that time; if not it runs on */
    boolean drain(Route route, Duration within) {
        try {
            if (!(route.getConsumer() instanceof ChannelConsumer consumer)) {
                long millis = Math.max(1, within.toMillis());
                return camel.getRouteController().stopRoute(route.getRouteId(), millis, TimeUnit.MILLISECONDS, true);
            }
            consumer.requestStop();
            boolean ended = consumer.awaitStopped(within);
            if (ended) {
                camel.getRouteController().stopRoute(route.getRouteId());
            } else {
                consumer.continueWork();
            }
            return ended;
        } catch (Exception e) {
            throw failed(route, "stop", e);
        }
    }

    /** Those that have taken messages end what they have in hand, within ten seconds. */
    void remove(Predicate<Route> which) {
        for (Route route : camel.getRoutes().stream().filter(which).toList()) {
            stop(route::equals, LONGEST_REMOVAL);
            try {
                camel.getRouteController().stopRoute(route.getRouteId());
                camel.removeRoute(route.getRouteId());
            } catch (Exception e) {
                throw failed(route, "end", e);
            }
        }
    }

    private static boolean beginsAtChannel(Consumer consumer) {
        return consumer instanceof ChannelConsumer;
    }

    private void stopOther(Route route) {
        try {
            camel.getRouteController().stopRoute(route.getRouteId());
        } catch (Exception e) {
            throw failed(route, "stop", e);
        }
    }

    private static RenkeiException failed(Route route, String verb, Exception e) {
        return new RenkeiException(
                ErrorCode.STAGE_FAILED,
                "route " + route.getRouteId() + " does not " + verb + ": " + Causes.rootOf(e),
                e);
    }
}
