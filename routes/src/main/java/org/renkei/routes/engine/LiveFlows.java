package org.renkei.routes.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.config.Nearest;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.flow.Flow;

/**
 * The flows of this process: of each the version that new jobs begin with, and those that earlier jobs are on until they end (B2).
 * Thread-safe: those who ask see all of a change or nothing of it.
 */
final class LiveFlows {
    private volatile State state = new State(List.of(), List.of());

    /** The flows as they are for new jobs, in the order in which they were deployed first. */
    List<Flow> flows() {
        return state.current.values().stream().map(LiveFlow::flow).toList();
    }

    Set<String> names() {
        return state.current.keySet();
    }

    /** As it is for new jobs; empty if there is none of this name. */
    Optional<Flow> find(String name) {
        return Optional.ofNullable(state.current.get(name)).map(LiveFlow::flow);
    }

    /** @throws RenkeiException {@code FLOW_UNKNOWN}, with the nearest name that exists */
    Flow flow(String name) {
        return find(name).orElseThrow(() -> {
            String hint = Nearest.to(name, names())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
            return new RenkeiException(ErrorCode.FLOW_UNKNOWN, "there is no flow '" + name + "'" + hint);
        });
    }

    /** One of its versions; null if it is not live. */
    LiveFlow version(String flow, String version) {
        return state.versions.getOrDefault(flow, Map.of()).get(String.valueOf(version));
    }

    /** Those and the versions that earlier jobs are on; the same list until one comes or goes. */
    List<Flow> versions() {
        return state.flows;
    }

    /** Versions that no new job begins with. */
    List<LiveFlow> earlier() {
        State now = state;
        return now.all().filter(flow -> !now.current.containsValue(flow)).toList();
    }

    boolean isStart(String channel) {
        return state.current.values().stream()
                .anyMatch(live -> live.flow().start().equals(channel));
    }

    /** The channels that belong to flows. */
    Set<String> channels() {
        return state.receivers.keySet();
    }

    /** All that may receive messages from a channel, those of newer versions first. */
    List<Receiver> receivers(String channel) {
        return state.receivers.getOrDefault(channel, List.of());
    }

    /** What a message in a channel is for; null if that is not there. */
    Receiver receiver(String channel, ChannelMessage message) {
        String step = message.text(TicketProperties.STEP);
        if (step == null) {
            return state.starts.get(channel);
        }
        LiveFlow live = version(message.text(TicketProperties.FLOW), message.text(TicketProperties.VERSION));
        LiveStep found = live == null ? null : live.steps().get(step);
        return found == null || !found.step().channel().equals(channel) ? null : found;
    }

    /** New jobs begin with these from now on; the versions before them stay. */
    synchronized void replace(Collection<LiveFlow> flows) {
        Map<String, LiveFlow> current = new LinkedHashMap<>(state.current);
        flows.forEach(live -> current.put(live.flow().name(), live));
        List<LiveFlow> all = new ArrayList<>(flows);
        state.all()
                .filter(live -> flows.stream().noneMatch(live::isSameVersion))
                .forEach(all::add);
        state = new State(current.values(), all);
    }

    /** Jobs that are on this version go on. */
    synchronized void add(LiveFlow earlier) {
        state = new State(
                state.current.values(),
                Stream.concat(state.all(), Stream.of(earlier)).toList());
    }

    /** No new job begins with the flow; its version stays. */
    synchronized void end(String flow) {
        List<LiveFlow> others = state.current.values().stream()
                .filter(live -> !live.flow().name().equals(flow))
                .toList();
        state = new State(others, state.all().toList());
    }

    synchronized void remove(LiveFlow earlier) {
        state = new State(
                state.current.values(),
                state.all().filter(live -> live != earlier).toList());
    }

    /** What is true at one moment; never changed. */
    private static final class State {
        private final Map<String, LiveFlow> current = new LinkedHashMap<>();
        private final List<LiveFlow> all;
        private final List<Flow> flows;
        private final Map<String, Map<String, LiveFlow>> versions = new HashMap<>();
        private final Map<String, JobStart> starts = new HashMap<>();
        private final Map<String, List<Receiver>> receivers;

        /** @param all with the current ones, newer versions first */
        State(Collection<LiveFlow> current, List<LiveFlow> all) {
            this.all = all;
            this.flows = all.stream().map(LiveFlow::flow).toList();
            current.forEach(live -> this.current.put(live.flow().name(), live));
            Map<String, List<Receiver>> byChannel = new HashMap<>();
            for (LiveFlow live : all) {
                Flow flow = live.flow();
                versions.computeIfAbsent(flow.name(), name -> new HashMap<>()).put(flow.version(), live);
                LiveFlow present = this.current.get(flow.name());
                // What lies in a channel that the flow started at before becomes a job of its present version.
                if (present != null && starts.putIfAbsent(flow.start(), present.start()) == null) {
                    byChannel
                            .computeIfAbsent(flow.start(), name -> new ArrayList<>())
                            .add(present.start());
                }
                live.steps()
                        .values()
                        .forEach(step -> byChannel
                                .computeIfAbsent(step.step().channel(), name -> new ArrayList<>())
                                .add(step));
            }
            this.receivers = byChannel.entrySet().stream()
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
        }

        Stream<LiveFlow> all() {
            return all.stream();
        }
    }
}
