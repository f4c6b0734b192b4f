package org.renkei.routes.userroute;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.camel.Endpoint;
import org.apache.camel.NoSuchEndpointException;
import org.apache.camel.Route;
import org.apache.camel.ServiceStatus;
import org.apache.camel.impl.DefaultCamelContext;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.error.Causes;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.component.ChannelEndpoint;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The user's Camel routes that are in the system, by their files. Files come, change and go while it runs: all of them are tried in a Camel
 * context of its own first; then, file by file, what the old routes have in hand is ended and the new ones take their place. Changes come
 * one after the other; all else is thread-safe.
 */
public final class UserRoutes {
    private static final Logger log = LoggerFactory.getLogger(UserRoutes.class);

    private static final Duration LONGEST_DRAIN = Duration.ofSeconds(30);

    private final DefaultCamelContext camel;
    private final Supplier<DefaultCamelContext> trials;
    private final RouteSwitch routes;
    private final Supplier<Set<String>> flowChannels;
    private final Function<String, Optional<String>> missingComponent;
    private final Clock clock;
    private volatile Map<String, Present> present = Map.of();

    private record Present(RouteFile file, LoadedRoutes routes, Instant since) {}

    /**
     * @param camel in which they run
     * @param trials makes contexts in which routes find the same as in that one; not started
     * @param flowChannels those whose messages flows take
     * @param missingComponent what to do about the scheme of an endpoint for which there is no component; empty if there is one
     */
    public UserRoutes(
            DefaultCamelContext camel,
            Supplier<DefaultCamelContext> trials,
            RouteSwitch routes,
            Supplier<Set<String>> flowChannels,
            Function<String, Optional<String>> missingComponent,
            Clock clock) {
        this.camel = camel;
        this.trials = trials;
        this.routes = routes;
        this.flowChannels = flowChannels;
        this.missingComponent = missingComponent;
        this.clock = clock;
    }

    /** The files, in the order of their names. */
    public List<RouteFile> files() {
        return present.values().stream().map(Present::file).toList();
    }

    /** The ids of a file's routes; none if there is no such file. */
    public Set<String> ids(String file) {
        Present there = present.get(file);
        return there == null ? Set.of() : Set.copyOf(there.routes.ids());
    }

    /** A file's routes, in the order of their ids; none if there is no such file. */
    public List<RouteView> views(String file) {
        Present there = present.get(file);
        return there == null
                ? List.of()
                : there.routes.routes().stream()
                        .map(this::view)
                        .sorted(Comparator.comparing(RouteView::id))
                        .toList();
    }

    private RouteView view(Route route) {
        ServiceStatus state = camel.getRouteController().getRouteStatus(route.getRouteId());
        return new RouteView(
                route.getRouteId(),
                withoutOptions(route.getEndpoint()),
                // It may have been taken out just now.
                state == null ? ServiceStatus.Stopped.name() : state.name());
    }

    /** Camel leaves passwords out of what an endpoint says of itself. */
    private static String withoutOptions(Endpoint endpoint) {
        return endpoint.toString().replaceFirst("\\?.*", "");
    }

    /** Since when a file's routes run as they are; empty if there is no such file. */
    public Optional<Instant> since(String file) {
        return Optional.ofNullable(present.get(file)).map(Present::since);
    }

    /** The channels that they take from, each with the file that does. */
    public Map<String, String> channels() {
        Map<String, String> channels = new HashMap<>();
        present.forEach((file, there) -> there.routes.routes().stream()
                .map(UserRoutes::channel)
                .filter(Objects::nonNull)
                .forEach(channel -> channels.put(channel, file)));
        return channels;
    }

    private static String channel(Route route) {
        return route.getEndpoint() instanceof ChannelEndpoint endpoint ? endpoint.getName() : null;
    }

    /**
     * Makes the user's routes what these files say: what is new is started, what has changed replaced, what is not among them any more
     * taken out.
     *
     * @param wanted all of them
     * @return the names of the files that came, changed or went
     * @throws ConfigException for the first file that cannot be used; nothing has changed then
     * @throws RenkeiException ROUTE_BUSY if what the old routes of a file have in hand does not end; they run on, and so do those of
     *     the files behind it
     */
    public List<String> become(Collection<RouteFile> wanted) {
        return become(wanted, LONGEST_DRAIN);
    }

    /**
     * As {@link #become(Collection)}.
     *
     * @param longestDrain how long the routes of a file may take to end what they have in hand; 30 seconds by default
     */
    public synchronized List<String> become(Collection<RouteFile> wanted, Duration longestDrain) {
        Map<String, RouteFile> files = new TreeMap<>();
        wanted.forEach(file -> files.put(file.file(), file));
        Map<String, RouteFile> changes = new LinkedHashMap<>();
        present.keySet().stream().filter(file -> !files.containsKey(file)).forEach(file -> changes.put(file, null));
        files.values().stream()
                .filter(file -> !present.containsKey(file.file())
                        || !present.get(file.file()).file.equals(file))
                .forEach(file -> changes.put(file.file(), file));
        if (!changes.isEmpty()) {
            tryOut(files.values(), changes.keySet());
            changes.forEach((name, file) -> replace(name, file, longestDrain));
        }
        return List.copyOf(changes.keySet());
    }

    /** Builds the routes again that mention one of those names, because what it stands for has changed. */
    public synchronized void rebuild(Collection<String> names) {
        List<RouteFile> concerned = files().stream()
                .filter(file -> names.stream().anyMatch(file::mentions))
                .toList();
        concerned.forEach(file -> replace(file.file(), file, LONGEST_DRAIN));
    }

    /**
     * Sees whether all of them could be built anew, because what they use has changed.
     *
     * @throws ConfigException for the first that cannot
     */
    public synchronized void tryOut() {
        tryOut(files(), Set.of());
    }

    /** Together with the files that stay. */
    private void tryOut(Collection<RouteFile> all, Set<String> changed) {
        Map<String, String> owners = new HashMap<>();
        camel.getRoutes().forEach(route -> owners.put(route.getRouteId(), "the system itself"));
        present.values().forEach(there -> there.routes.ids().forEach(owners::remove));
        DefaultCamelContext trial = trials.get();
        try {
            trial.start();
            for (RouteFile file : all) {
                LoadedRoutes loaded = load(trial, file);
                loaded.ids().forEach(id -> own(owners, id, file));
                if (changed.contains(file.file())) {
                    loaded.routes().forEach(route -> refuseFlowChannel(route, file));
                }
            }
        } finally {
            trial.stop();
        }
    }

    private static void own(Map<String, String> owners, String id, RouteFile file) {
        String owner = owners.putIfAbsent(id, file.file());
        if (owner != null) {
            throw wrong(file, "has a route '" + id + "', as " + owner + " has: give it another id");
        }
    }

    private void refuseFlowChannel(Route route, RouteFile file) {
        String channel = channel(route);
        if (channel != null && flowChannels.get().contains(channel)) {
            throw wrong(
                    file,
                    "takes messages from channel " + channel + ", which belongs to a flow: a message would be taken by"
                            + " one or the other; take from a channel of its own");
        }
    }

    /** @param fresh null if the file has gone */
    private void replace(String name, RouteFile fresh, Duration longestDrain) {
        Present old = present.get(name);
        if (old != null) {
            end(old, longestDrain);
        }
        try {
            if (fresh != null) {
                begin(fresh);
            }
        } catch (RuntimeException e) {
            if (old != null) {
                begin(old.file);
            }
            throw e;
        }
        log.atInfo()
                .addKeyValue("file", name)
                .log(old == null ? "routes started" : fresh == null ? "routes ended" : "routes replaced");
    }

    private void end(Present old, Duration longestDrain) {
        if (!routes.drain(old.routes.routes(), longestDrain)) {
            throw new RenkeiException(
                    ErrorCode.ROUTE_BUSY,
                    old.file.file() + " still has messages in hand after " + longestDrain.toSeconds()
                            + " s: its routes run on as they were");
        }
        try {
            old.routes.remove();
        } catch (Exception e) {
            throw new RenkeiException(
                    ErrorCode.STAGE_FAILED, "the routes of " + old.file.file() + " do not end: " + Causes.rootOf(e), e);
        }
        put(old.file.file(), null);
    }

    private void begin(RouteFile file) {
        LoadedRoutes loaded = load(camel, file);
        try {
            routes.startAdded(loaded::has);
        } catch (RuntimeException e) {
            remove(loaded, e);
            throw wrong(file, "does not start: " + Causes.rootOf(e));
        }
        put(file.file(), new Present(file, loaded, clock.instant()));
    }

    private static void remove(LoadedRoutes loaded, Exception cause) {
        try {
            loaded.remove();
        } catch (Exception e) {
            cause.addSuppressed(e);
        }
    }

    private void put(String name, Present there) {
        Map<String, Present> changed = new TreeMap<>(present);
        if (there == null) {
            changed.remove(name);
        } else {
            changed.put(name, there);
        }
        present = changed;
    }

    private LoadedRoutes load(DefaultCamelContext camel, RouteFile file) {
        try {
            return LoadedRoutes.load(camel, file);
        } catch (Exception | LinkageError e) {
            throw wrong(file, missing(e).orElseGet(() -> "is not a Camel route: " + Causes.rootOf(e)));
        }
    }

    private Optional<String> missing(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof NoSuchEndpointException noEndpoint && noEndpoint.getUri() != null) {
                String uri = noEndpoint.getUri();
                return missingComponent
                        .apply(uri.substring(0, Math.max(0, uri.indexOf(':'))))
                        .map(problem -> problem + " (endpoint " + uri + ")");
            }
        }
        return Optional.empty();
    }

    private static ConfigException wrong(RouteFile file, String problem) {
        return new ConfigException(file.file() + ":", "", problem);
    }
}
