package org.renkei.routes.engine;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.Route;
import org.apache.camel.RoutesBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.error.Causes;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.RepeatedWork;
import org.renkei.routes.app.AppView;
import org.renkei.routes.app.Apps;
import org.renkei.routes.component.ChannelComponent;
import org.renkei.routes.dead.DeadLetterBox;
import org.renkei.routes.dead.DeadLetters;
import org.renkei.routes.dead.LastResort;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.flow.FlowDraft;
import org.renkei.routes.trace.Traces;
import org.renkei.routes.trace.TracingConfig;
import org.renkei.routes.userroute.UserRoutes;
import org.renkei.tracking.flow.FlowVersion;
import org.renkei.tracking.store.TrackingStore;

/**
 * Flows and the user's own Camel routes, built and run over the channels of one broker. Its life is
 * {@link #deploy}, {@link #startApplications}, {@link #startEntrances}, {@link #stopEntrances}, {@link #stopApplications},
 * {@link #close}, called by one thread; {@link #submit} and the questions may be called by any.
 */
public final class FlowEngine implements AutoCloseable {
    private static final Duration LOOK_AT_JOBS_EVERY = Duration.ofSeconds(10);
    private static final Duration LONGEST_LOOK = Duration.ofSeconds(2);

    private final Channels channels;
    private final TrackingStore tracking;
    private final Workload work;
    private final Beans beans;
    private final Surroundings surroundings;
    private final TrackingWriters trackingWriters;
    private final JoinSweep joinSweep;
    private final DefaultCamelContext camel;
    private final RoutePhases phases;
    private final UserRoutes userRoutes;
    private final Submission submission;
    private final DeadLetters deadLetters;
    private final FlowFigures figures;
    private final FlowBlocks blocks;
    private final Applications execute;
    private final Traces traces;
    private final LiveFlows live;
    private final FlowDeployment deployment;
    private final AppDeployment appDeployment;
    private final RepeatedWork versionsInUse = new RepeatedWork("renkei-flow-versions", this::followJobs);
    private boolean jobsAreKnown;

    /**
     * @param work what it begins with
     * @param tracing where traces go; null for nowhere
     * @param node the name of this process in tracking
     * @throws org.renkei.broker.config.ConfigException if the file of pauses cannot be read
     */
    public FlowEngine(
            Channels channels,
            TrackingStore tracking,
            Workload work,
            EngineFiles files,
            TracingConfig tracing,
            String node,
            Clock clock) {
        this.channels = channels;
        this.tracking = tracking;
        this.work = work;
        LastResort lastResort = new LastResort(files.lastResort());
        DeadLetterBox deadLetterBox = new DeadLetterBox(channels, lastResort);
        this.figures = new FlowFigures(clock);
        this.trackingWriters = new TrackingWriters(channels, tracking, deadLetterBox, figures::moves, clock, node);
        this.live = new LiveFlows();
        this.blocks = new FlowBlocks(live, channels);
        Set<String> taken = new HashSet<>(work.applications().keySet());
        taken.addAll(channels.dataSources().keySet());
        this.beans = new Beans(work.applications(), new Apps(files.apps(), taken), channels.dataSources());
        this.execute = new Applications(live::flows, Pauses.load(files.pauses()), clock, this::origin);
        BooleanSupplier trackingIsWell = () -> trackingWriters.problem().isEmpty();
        this.traces = Traces.of(tracing, node);
        this.surroundings = new Surroundings(
                channels,
                clock,
                node,
                new LocalResults(channels),
                new KeptResults(channels, clock),
                deadLetterBox,
                tracking.joins(),
                trackingIsWell,
                figures,
                traces);
        CamelContexts contexts = new CamelContexts(beans, surroundings);
        this.camel = contexts.make("renkei", figures::count);
        this.phases = new RoutePhases(camel, camel.getComponent("channel", ChannelComponent.class), live);
        Components components = Components.of(camel);
        this.userRoutes = new UserRoutes(camel, contexts::trial, phases, live::channels, components::missing, clock);
        this.deployment = new FlowDeployment(
                beans,
                tracking.flows(),
                tracking.journeys(),
                new FlowBuilder(camel, components, beans, tracking.journeys(), live, execute, surroundings),
                live,
                surroundings,
                userRoutes::channels);
        this.appDeployment = new AppDeployment(beans.apps(), deployment, userRoutes);
        this.joinSweep = new JoinSweep(deployment, execute, surroundings);
        this.deadLetters =
                new DeadLetters(channels, new Resumption(live, tracking.journeys(), surroundings), lastResort, clock);
        this.submission = new Submission(live, surroundings, tracking.journeys());
    }

    /**
     * Checks the flows against the channels and applications that exist, builds all routes without starting one, and
     * starts the tracking writers, which first mark as LOST what an earlier process of this node had in memory.
     *
     * @throws org.renkei.broker.config.ConfigException with all that is wrong with flows, with file, line and path
     */
    public void deploy() {
        traces.follow(camel);
        camel.start();
        deployApps(work.apps(), "start");
        deploy(work.flows(), "start");
        deployment.bringBackRunning();
        follow();
        add(new ExpiredRoute(deployment, surroundings));
        userRoutes.become(work.routes());
        execute.tell();
        figures.start();
        trackingWriters.start();
        versionsInUse.start(LOOK_AT_JOBS_EVERY, LOOK_AT_JOBS_EVERY);
    }

    /**
     * Checks drafts of flows together with the flows that run, without a change of anything.
     *
     * @return the flows, which can be deployed
     * @throws org.renkei.broker.config.ConfigException with all that is wrong with any of them, with file, line and path
     */
    public List<Flow> check(List<FlowDraft> drafts) {
        return deployment.check(drafts);
    }

    /**
     * Deploys flows, new ones and new versions, while others run (B2). Jobs that have begun end on the version that they are on.
     *
     * @param who is told in the flow database
     * @return those that were not deployed as they are
     * @throws org.renkei.broker.config.ConfigException with all that is wrong, with file, line and path; nothing has changed
     * @throws org.renkei.database.DatabaseException if the flow database is away; nothing has changed
     */
    public List<Flow> deploy(List<Flow> flows, String who) {
        List<Flow> changed = deployment.deploy(flows, who);
        changed.forEach(flow -> deadLetters.include(flow.deadLetter()));
        blocks.follow();
        follow();
        return changed;
    }

    /**
     * Changes the applications in jars while jobs run: flows that call them become other versions, which new jobs begin on; jobs that have
     * begun end on those that they are on. The user's routes that use them are built again.
     *
     * @param folders all of them, by their names
     * @param who is told in the flow database
     * @return the names of the beans that came, changed or went
     * @throws org.renkei.broker.config.ConfigException for the first thing that is wrong; nothing has changed
     * @throws org.renkei.database.DatabaseException if the flow database is away; nothing has changed
     */
    public Set<String> deployApps(Map<String, Path> folders, String who) {
        Set<String> changed = appDeployment.deploy(folders, who);
        follow();
        return changed;
    }

    /** The applications in jars, as they are present. */
    public List<AppView> apps() {
        return beans.apps().views();
    }

    /** The application in jars that has a bean, and its version, as {@code orders@1a2b3c4d}; empty if the bean comes from elsewhere. */
    public Optional<String> origin(String bean) {
        return beans.apps().origin(bean);
    }

    /**
     * Takes a flow out: its start channel takes messages still, but nothing begins with them.
     *
     * @throws RenkeiException FLOW_UNKNOWN; FLOW_IN_USE while it has jobs, or another flow starts it
     */
    public void delete(String flow) {
        deployment.delete(flow);
        blocks.follow();
    }

    /** The versions of a flow, the one that was deployed last first. */
    public List<FlowVersion> versions(String flow) {
        return tracking.flows().of(flow);
    }

    /** The user's own Camel routes. */
    public UserRoutes userRoutes() {
        return userRoutes;
    }

    /** When tracking knows of all that has begun, also before the last crash. */
    private void followJobs() {
        if (trackingWriters.await(LONGEST_LOOK)) {
            if (!jobsAreKnown) {
                deployment.bringBackRunning();
                jobsAreKnown = true;
            }
            deployment.retire();
            follow();
        }
    }

    /** Each channel of flows has its route, and no other one has. */
    private synchronized void follow() {
        Set<String> wanted = live.channels();
        // To ask Camel for one route goes through all of them.
        Set<String> there = camel.getRoutes().stream().map(Route::getRouteId).collect(Collectors.toSet());
        for (String channel : wanted) {
            if (!there.contains(FlowRoute.id(channel))) {
                add(new FlowRoute(channel, new FlowChannel(channel, deployment, surroundings)));
            }
        }
        // Not the user's own routes: whoever has stopped one wants it so.
        phases.startAdded(FlowRoute::is);
        phases.removeFlowRoutesBut(wanted);
    }

    private void add(RoutesBuilder routes) {
        try {
            camel.addRoutes(routes);
        } catch (RenkeiException e) {
            throw e;
        } catch (Exception e) {
            throw new RenkeiException(ErrorCode.CONFIG_INVALID, "a route cannot be built: " + Causes.rootOf(e), e);
        }
    }

    /** Steps, unless they are paused, and the user's routes that begin at a channel or at another route, take messages from now on. */
    public void startApplications() {
        phases.startApplications();
        joinSweep.start();
    }

    /** Starts of flows, and the user's routes that begin elsewhere (timers, files, …), take messages from now on. */
    public void startEntrances() {
        phases.startEntrances();
    }

    /** @return true if all entrances have ended what they had in hand within that time */
    public boolean stopEntrances(Duration within) {
        return phases.stopEntrances(within);
    }

    /**
     * @return true if all applications have ended what they had in hand within that time; what has not is interrupted and
     *     given back to its channel
     */
    public boolean stopApplications(Duration within) {
        return phases.stopApplications(within);
    }

    /**
     * Marks what is in volatile channels as LOST in tracking, as the next start would; nothing, if it is in the memory of a broker that
     * others run. Takes up to that time.
     */
    public void sweepVolatile(Duration within) {
        trackingWriters.markSweep(within);
    }

    /** Waits until all events sent so far are in the tracking database. @return true if they are */
    public boolean awaitTracking(Duration within) {
        return trackingWriters.await(within);
    }

    /** Stops Camel and the tracking writers, within a few seconds each. */
    @Override
    public void close() {
        versionsInUse.close();
        surroundings.keptResults().close();
        deadLetters.close();
        joinSweep.close();
        figures.close();
        camel.stop();
        traces.close();
        trackingWriters.stop();
        beans.apps().close();
    }

    /** What gave up, and what can be done about it. */
    public DeadLetters deadLetters() {
        return deadLetters;
    }

    /** As they are for new jobs, in the order in which they were deployed first. */
    public List<Flow> flows() {
        return live.flows();
    }

    /** The same, and the versions that earlier jobs are on; the same list until one comes or goes. */
    public List<Flow> versions() {
        return live.versions();
    }

    /** @throws RenkeiException FLOW_UNKNOWN, with the nearest name that exists */
    public Flow flow(String name) {
        return live.flow(name);
    }

    /** What the flows have done since this process started. */
    public FlowFigures.Snapshot figures() {
        return figures.snapshot();
    }

    /**
     * Refuses producers of all kinds at the flow's start channel until {@link #unblock}; what runs runs on, what was accepted is begun.
     * Survives a restart, and is not undone by opening or unblocking the channel (A5).
     *
     * @param reason who and why, shown to refused producers
     * @throws RenkeiException FLOW_UNKNOWN, as from the next two
     */
    public void block(String flow, String reason) {
        blocks.block(flow, reason);
    }

    /** Takes jobs again, unless the channel refuses for itself. No effect if it is not blocked. */
    public void unblock(String flow) {
        blocks.unblock(flow);
    }

    /** Why a flow is blocked; empty if it is not. */
    public Optional<String> blocked(String flow) {
        return blocks.reason(flow);
    }

    /** The execute applications that flows call: beans by name, then the others in the order of the flows. */
    public List<ApplicationView> applications() {
        return execute.list();
    }

    /**
     * @param name a bean, or {@code FLOW.STEP}
     * @throws RenkeiException APPLICATION_UNKNOWN, as from the next two
     */
    public ApplicationView application(String name) {
        return execute.view(name);
    }

    /**
     * Hands nothing more to an application, in all steps that call it, or to one step, until {@link #resume}; its channels take messages
     * as before (A5). Returns at once; what it has in hand ends normally. Survives a restart. If it is paused already, the reason is
     * replaced.
     *
     * @param name a bean, or {@code FLOW.STEP}
     */
    public void pause(String name, String reason, String by) {
        execute.pause(name, reason, by);
    }

    /** Hands messages to it again. No effect if it is not paused. */
    public void resume(String name) {
        execute.resume(name);
    }

    /** The channels of steps that are paused, each with the name that was paused. */
    public Map<String, String> pausedChannels() {
        return execute.pausedChannels();
    }

    /** Why events do not reach the tracking database; empty if they do. */
    public Optional<String> trackingProblem() {
        return trackingWriters.problem();
    }

    /** Why it does not run as it should; empty if all is well. */
    public Optional<String> problem() {
        List<String> problems = Stream.of(trackingWriters.problem(), deadLetters.problem())
                .flatMap(Optional::stream)
                .toList();
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    /** Jobs marked LOST since this process started. */
    public int lostSinceStart() {
        return trackingWriters.lost();
    }

    /**
     * Puts a job into the flow's start channel. When it returns, the job is accepted.
     *
     * @param correlationId or null
     * @return the job's id
     * @throws RenkeiException FLOW_UNKNOWN, or the start channel's refusal
     */
    public String submit(String flow, String body, String correlationId, Priority priority) {
        return submit(NewJob.of(flow, body, correlationId).withPriority(priority))
                .job();
    }

    /** As {@link #submit}, with the result to come. */
    public Submitted submitAndWait(String flow, String body, String correlationId, Priority priority) {
        return submitAndWait(NewJob.of(flow, body, correlationId).withPriority(priority));
    }

    /**
     * Puts a job into the flow's start channel, unless its duplicate key is known there or to tracking. When it returns, the job is accepted.
     *
     * @throws RenkeiException FLOW_UNKNOWN, or the start channel's refusal
     */
    public Submitted submit(NewJob job) {
        return submission.submit(job);
    }

    /** As {@link #submit(NewJob)}, with the result to come, if the job is not repeated. */
    public Submitted submitAndWait(NewJob job) {
        return submission.submitAndWait(job);
    }

    /** The results that wait for whoever fetches them. */
    public KeptResults keptResults() {
        return surroundings.keptResults();
    }
}
