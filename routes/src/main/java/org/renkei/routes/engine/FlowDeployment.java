package org.renkei.routes.engine;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.config.Checks;
import org.renkei.broker.config.ConfigProblems;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowCheck;
import org.renkei.routes.flow.FlowDraft;
import org.renkei.routes.flow.FlowFiles;
import org.renkei.routes.flow.FlowSource;
import org.renkei.routes.flow.Route;
import org.renkei.tracking.flow.FlowVersion;
import org.renkei.tracking.flow.FlowVersions;
import org.renkei.tracking.journey.Journeys;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings flows into this process, replaces them and takes them out while it runs (B2): all of it is checked and built before anything
 * changes, and a job stays on the version that it began with. Changes come one after the other; all else is thread-safe.
 */
final class FlowDeployment {
    private static final Logger log = LoggerFactory.getLogger(FlowDeployment.class);

    private final Channels channels;
    private final Beans beans;
    private final FlowVersions versions;
    private final Journeys journeys;
    private final FlowBuilder builder;
    private final LiveFlows live;
    private final Surroundings surroundings;
    private final Supplier<Map<String, String>> routeChannels;

    /** Versions that jobs are on and that are nowhere, so that not each of their messages is looked for. */
    private final Set<String> missing = ConcurrentHashMap.newKeySet();

    /** Versions that no job was on when that was looked for last. */
    private List<LiveFlow> unused = List.of();

    FlowDeployment(
            Beans beans,
            FlowVersions versions,
            Journeys journeys,
            FlowBuilder builder,
            LiveFlows live,
            Surroundings surroundings,
            Supplier<Map<String, String>> routeChannels) {
        this.channels = surroundings.channels();
        this.beans = beans;
        this.versions = versions;
        this.journeys = journeys;
        this.builder = builder;
        this.live = live;
        this.surroundings = surroundings;
        this.routeChannels = routeChannels;
    }

    LiveFlows live() {
        return live;
    }

    /**
     * New jobs begin with these versions from now on. What is deployed already is left as it is.
     *
     * @return those that were not
     * @throws org.renkei.broker.config.ConfigException with all that is wrong, with file, line and path; nothing has changed then
     * @throws org.renkei.database.DatabaseException if the versions cannot be kept; nothing has changed then
     */
    synchronized List<Flow> deploy(Collection<Flow> flows, String who) {
        List<Flow> wanted = flows.stream().map(beans::present).toList();
        List<Flow> changed = wanted.stream()
                .filter(flow -> !live.find(flow.name()).filter(flow::equals).isPresent())
                .toList();
        check(wanted.stream().map(FlowDraft::of).toList());
        List<LiveFlow> built = new ArrayList<>();
        try {
            ConfigProblems problems = new ConfigProblems();
            for (Flow flow : changed) {
                LiveFlow known = live.version(flow.name(), flow.version());
                problems.attempt(() -> built.add(known == null ? builder.build(flow) : known.as(flow)));
            }
            problems.refuse();
            keep(changed, who);
        } catch (RuntimeException e) {
            built.stream()
                    .filter(flow -> live.version(flow.flow().name(), flow.flow().version()) == null)
                    .forEach(builder::destroy);
            throw e;
        }
        live.replace(built);
        missing.clear();
        changed.forEach(flow -> log.atInfo()
                .addKeyValue("flow", flow.name())
                .addKeyValue("version", flow.version())
                .addKeyValue("by", who)
                .log("deployed"));
        return changed;
    }

    /** The flows that are present, on the applications that are present now. @throws RenkeiException as {@link #deploy} */
    synchronized void deployAgain(String who) {
        deploy(live.flows(), who);
    }

    /**
     * Together with the flows that stay.
     *
     * @throws org.renkei.broker.config.ConfigException with all that is wrong with any of them, with file, line and path
     */
    List<Flow> check(List<FlowDraft> wanted) {
        Map<String, ChannelConfig> declared = channels.all().stream()
                .filter(channel -> !channel.name().startsWith(Channels.INTERNAL_PREFIX))
                .collect(Collectors.toMap(Channel::name, Channel::config));
        return new FlowCheck(declared, beans.applications(), builder.rule(), this::refuseTaken)
                .check(live.flows(), wanted);
    }

    private void refuseTaken(Flow flow, Checks checks) {
        Map<String, String> taken = routeChannels.get();
        refuseTaken("start", flow.start(), taken, checks);
        flow.steps().forEach(step -> refuseTaken("steps." + step.name() + ".channel", step.channel(), taken, checks));
    }

    private static void refuseTaken(String path, String channel, Map<String, String> taken, Checks checks) {
        String file = channel == null ? null : taken.get(channel);
        checks.that(
                file == null,
                path,
                channel + " is a channel from which a route in " + file
                        + " takes: a message would be taken by one or the other; name another one");
    }

    private void keep(List<Flow> flows, String who) {
        Instant now = surroundings.now();
        Map<String, String> last = versions.last();
        versions.save(flows.stream()
                .filter(flow -> !flow.version().equals(last.get(flow.name())))
                .map(flow -> new FlowVersion(
                        flow.name(),
                        flow.version(),
                        flow.source().file(),
                        flow.source().yaml(),
                        flow.source().schema(),
                        flow.source().apps(),
                        now,
                        who))
                .toList());
    }

    /**
     * Takes a flow out. Its versions stay in the database.
     *
     * @throws RenkeiException {@code FLOW_UNKNOWN}; {@code FLOW_IN_USE} while jobs run in it, wait for it, or another flow starts it
     */
    synchronized void delete(String name) {
        Flow flow = live.flow(name);
        live.flows().stream()
                .filter(other -> !other.name().equals(name) && starts(other, name))
                .findFirst()
                .ifPresent(other -> {
                    throw new RenkeiException(
                            ErrorCode.FLOW_IN_USE,
                            "flow " + name + " is started by flow " + other.name() + ": change that one first");
                });
        long waiting = channels.channel(flow.start()).figures().current();
        long running = journeys.countRunning(name);
        if (waiting + running > 0) {
            throw new RenkeiException(
                    ErrorCode.FLOW_IN_USE,
                    String.format(
                            "flow %s has %,d jobs that run and %,d messages that wait to be jobs: block it, and delete it"
                                    + " when they have ended",
                            name, running, waiting));
        }
        live.end(name);
        log.atInfo().addKeyValue("flow", name).log("deleted");
    }

    /** What a message in a channel is for, in the version of its job, which is brought back if it must; null if it is nowhere. */
    Receiver receiver(String channel, ChannelMessage message) {
        Receiver found = live.receiver(channel, message);
        String flow = message.text(TicketProperties.FLOW);
        String version = message.text(TicketProperties.VERSION);
        if (found != null || flow == null || version == null || live.version(flow, version) != null) {
            return found;
        }
        bringBack(flow, version);
        return live.receiver(channel, message);
    }

    /** The version of a flow that jobs are on, or the present one if that is not known. */
    Optional<Flow> flowOf(String flow, String version) {
        if (version == null) {
            return live.find(flow);
        }
        if (live.version(flow, version) == null) {
            bringBack(flow, version);
        }
        return Optional.ofNullable(live.version(flow, version)).map(LiveFlow::flow);
    }

    /** Every version that jobs run on. */
    void bringBackRunning() {
        journeys.runningVersions().forEach((flow, running) -> running.forEach(version -> bringBack(flow, version)));
    }

    private synchronized void bringBack(String flow, String version) {
        String name = flow + "@" + version;
        if (live.version(flow, version) != null || missing.contains(name)) {
            return;
        }
        try {
            versions.find(flow, version).map(this::parse).map(builder::build).ifPresentOrElse(live::add, () -> {
                missing.add(name);
                log.atError()
                        .addKeyValue("flow", flow)
                        .addKeyValue("version", version)
                        .log("jobs are on a version that was never deployed here: they become dead letters");
            });
        } catch (RenkeiException e) {
            missing.add(name);
            log.atError()
                    .addKeyValue("flow", flow)
                    .addKeyValue("version", version)
                    .addKeyValue("cause", e.getMessage())
                    .log("jobs are on a version that cannot be run any more: they become dead letters");
        }
    }

    /** The folder may have another path since then. */
    private Flow parse(FlowVersion version) {
        String file = live.find(version.flow())
                .map(present -> present.source()
                        .folder()
                        .resolve(Path.of(version.file()).getFileName()))
                .map(Path::toString)
                .orElse(version.file());
        return FlowFiles.parse(new FlowSource(file, version.yaml(), version.schema(), version.apps()));
    }

    /**
     * Takes out versions that no job is on any more, when that is so for the second time: a worker may have begun a job in the moment in
     * which the version was replaced. To be called when tracking knows of every job that has begun.
     */
    synchronized void retire() {
        List<LiveFlow> earlier = live.earlier();
        if (!earlier.isEmpty()) {
            Map<String, Set<String>> running = journeys.runningVersions();
            List<LiveFlow> nowUnused = earlier.stream()
                    .filter(flow -> !isUsed(flow.flow(), running))
                    .toList();
            nowUnused.stream().filter(unused::contains).forEach(this::remove);
            unused = nowUnused;
        }
        beans.apps().keepOnly(appsInUse());
    }

    private Map<String, Set<String>> appsInUse() {
        Map<String, Set<String>> used = new HashMap<>();
        live.versions()
                .forEach(flow -> flow.source()
                        .apps()
                        .forEach((app, version) -> used.computeIfAbsent(app, name -> new HashSet<>())
                                .add(version)));
        return used;
    }

    private boolean isUsed(Flow flow, Map<String, Set<String>> running) {
        boolean begins = live.find(flow.name()).isPresent()
                && !live.isStart(flow.start())
                && channels.channel(flow.start()).figures().current() > 0;
        return begins || running.getOrDefault(flow.name(), Set.of()).contains(flow.version());
    }

    private void remove(LiveFlow flow) {
        live.remove(flow);
        builder.destroy(flow);
        log.atInfo()
                .addKeyValue("flow", flow.flow().name())
                .addKeyValue("version", flow.flow().version())
                .log("no job is on this version any more: it is gone");
    }

    private static boolean starts(Flow flow, String other) {
        return flow.steps().stream()
                .flatMap(step -> step.next().stream())
                .filter(Route::isFlow)
                .anyMatch(route -> other.equals(route.flow()));
    }
}
