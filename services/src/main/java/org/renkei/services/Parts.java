package org.renkei.services;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.renkei.broker.access.Users;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.config.DurationText;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.server.Broker;
import org.renkei.broker.table.BusinessDatabase;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.broker.table.DataSources;
import org.renkei.database.DatabaseException;
import org.renkei.routes.app.AppFolders;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.engine.Workload;
import org.renkei.routes.flow.Flow;
import org.renkei.routes.userroute.RouteFiles;
import org.renkei.services.activity.ActivityLog;
import org.renkei.services.alarm.AlarmSources;
import org.renkei.services.alarm.Alarms;
import org.renkei.services.config.Home;
import org.renkei.services.config.Settings;
import org.renkei.services.lifecycle.LeftBehind;
import org.renkei.services.lifecycle.Stage;
import org.renkei.services.lifecycle.StopParts;
import org.renkei.services.lifecycle.Stopping;
import org.renkei.services.lifecycle.VolatileEntrances;
import org.renkei.services.monitor.Snapshots;
import org.renkei.services.pending.FlowChannels;
import org.renkei.services.pending.PendingChecks;
import org.renkei.services.pending.Unreceived;
import org.renkei.tracking.store.TrackingConfig;
import org.renkei.tracking.store.TrackingStore;

/**
 * The parts of a server and the stages that start and stop them, in the order of D1. A part is null until its stage has
 * started; the stages before it have made what it needs.
 */
final class Parts {
    /** The stage of Camel and the tracking writers. */
    static final String ROUTES = "routes";

    /** How long the last events may take into the tracking database; those that do not make it wait in the broker. */
    private static final Duration LAST_EVENTS = Duration.ofSeconds(5);

    private final Home home;
    private final Settings settings;
    private final Users users;
    private final ActivityLog activity;
    private final Supplier<Map<String, String>> problems;
    private final Clock clock;
    private volatile TrackingStore tracking;
    private volatile DataSources databases = DataSources.none();
    private volatile Broker broker;
    private volatile FlowEngine engine;
    private volatile StopParts stopParts;
    private volatile Unreceived unreceived;
    private volatile Snapshots snapshots;
    private volatile Alarms alarms;
    private volatile KnownChannels knownChannels;

    /** @param problems what does not work as it should, by the part that it is about: to raise alarms */
    Parts(
            Home home,
            Settings settings,
            Users users,
            ActivityLog activity,
            Supplier<Map<String, String>> problems,
            Clock clock) {
        this.home = home;
        this.settings = settings;
        this.users = users;
        this.activity = activity;
        this.problems = problems;
        this.clock = clock;
    }

    TrackingStore tracking() {
        return tracking;
    }

    Broker broker() {
        return broker;
    }

    FlowEngine engine() {
        return engine;
    }

    StopParts stopParts() {
        return stopParts;
    }

    /** What was left in channels that nothing receives from; looked for by whoever has started the stages. */
    Unreceived unreceived() {
        return unreceived;
    }

    /** The one look at all channels that everybody shares. */
    Snapshots snapshots() {
        return snapshots;
    }

    Alarms alarms() {
        return alarms;
    }

    /** @param console the last stage: what it shows must be there */
    List<Stage> stages(Stage console) {
        List<Stage> stages = new ArrayList<>(List.of(
                trackingStage(),
                brokerStage(),
                channelsStage(),
                routesStage(),
                alarmsStage(),
                applicationsStage(),
                entrancesStage(),
                console));
        if (!settings.config().dataSources().isEmpty()) {
            stages.add(1, databasesStage());
        }
        return List.copyOf(stages);
    }

    private Stage trackingStage() {
        return new Stage(
                "tracking database",
                "opens the tracking database and brings its schema up to date",
                "closes the tracking database",
                () -> {
                    tracking = TrackingStore.open(trackingConfig(), clock);
                    tracking.startRetention();
                },
                within -> tracking.close(),
                this::trackingProblem);
    }

    private TrackingConfig trackingConfig() {
        TrackingConfig config = settings.config().tracking();
        if (config.dataSource() != null) {
            return inBusinessDatabase(config);
        }
        return config.url() == null ? config.withUrl(TrackingConfig.embeddedUrl(home.tracking()), "sa", "") : config;
    }

    private TrackingConfig inBusinessDatabase(TrackingConfig config) {
        DataSourceConfig shared = settings.config().dataSources().get(config.dataSource());
        return shared.url() == null
                ? config.withUrl(
                        BusinessDatabase.embeddedUrl(home.databases(), config.dataSource()),
                        shared.user() == null ? "sa" : shared.user(),
                        shared.password() == null ? "" : shared.password())
                : config.withUrl(shared.url(), shared.user(), shared.password());
    }

    private Optional<String> trackingProblem() {
        try {
            tracking.check();
            return Optional.empty();
        } catch (DatabaseException e) {
            return Optional.of(e.getMessage());
        }
    }

    private Stage databasesStage() {
        Collection<String> names = settings.config().dataSources().keySet();
        return new Stage(
                "business databases",
                "opens " + String.join(", ", names) + ", brings their schema renkei and your own tables up to date",
                "closes " + String.join(", ", names) + "; what is in database channels stays in its table",
                this::openDatabases,
                within -> databases.close(),
                this::databasesProblem);
    }

    private void openDatabases() {
        databases = DataSources.open(
                settings.config().dataSources(),
                settings.channels(),
                home.databases(),
                home.etc(),
                settings.config().node());
        tracking.dataSource().flatMap(databases::find).ifPresent(BusinessDatabase::trackHere);
    }

    private Optional<String> databasesProblem() {
        return databases.all().stream()
                .flatMap(database -> database.away().stream())
                .map(RenkeiException::getMessage)
                .reduce((first, second) -> first + "; " + second);
    }

    private Stage brokerStage() {
        return new Stage(
                "broker",
                settings.config().broker().isEmbedded()
                        ? "starts Artemis on its journal and listens for JMS and AMQP clients"
                        : "connects to Artemis at broker.url, makes or checks the queues of channels there",
                settings.config().broker().isEmbedded()
                        ? "stops Artemis; what is in durable channels stays in its journal"
                        : "disconnects from Artemis; what is in channels stays there",
                () -> {
                    broker = new Broker(
                            settings.config().broker(),
                            settings.channels(),
                            databases,
                            users,
                            settings.config().node(),
                            home.data(),
                            clock);
                    broker.start();
                },
                within -> broker.stop(),
                () -> broker.problem());
    }

    private Stage channelsStage() {
        return new Stage(
                "channels",
                "opens " + settings.channels().size() + " channels, those with autostart",
                "nothing: the channels close with the broker",
                () -> broker.openChannels(),
                within -> {},
                Optional::empty);
    }

    private Stage routesStage() {
        return new Stage(
                ROUTES,
                "builds the routes of " + settings.flows().size() + " flows, starts the tracking writer",
                "waits up to " + LAST_EVENTS.toSeconds() + " s for the last tracking events, stops Camel",
                this::deploy,
                within -> {
                    engine.awaitTracking(within.compareTo(LAST_EVENTS) < 0 ? within : LAST_EVENTS);
                    engine.close();
                    if (alarms != null) {
                        alarms.lookForLost();
                    }
                },
                () -> engine.problem());
    }

    private void deploy() {
        engine = new FlowEngine(
                broker.channels(),
                tracking,
                new Workload(
                        settings.flows(),
                        settings.applications(),
                        AppFolders.in(home.apps()),
                        RouteFiles.read(home.routes())),
                home.engineFiles(),
                settings.config().tracing(),
                settings.config().node(),
                clock);
        engine.deploy();
        stopParts = new StopParts(
                new PendingChecks(
                        broker.channels(),
                        this::flowChannels,
                        new JourneyJobs(tracking.journeys(), tracking.joins()),
                        engine::pausedChannels),
                new VolatileEntrances(broker.channels(), () -> flowChannels().starts()),
                this::trackLost);
        unreceived = new Unreceived(broker.channels(), this::flowChannels);
    }

    private FlowChannels flowChannels() {
        List<Flow> flows = engine.versions();
        KnownChannels known = knownChannels;
        if (known == null || known.of() != flows) {
            known = new KnownChannels(flows, channelsOf(flows));
            knownChannels = known;
        }
        return known.channels();
    }

    /** So that they are not gathered again for each of thousands of channels. */
    private record KnownChannels(List<Flow> of, FlowChannels channels) {}

    private static FlowChannels channelsOf(List<Flow> flows) {
        Set<String> starts = new HashSet<>();
        Set<String> steps = new HashSet<>();
        Set<String> deadLetters = new HashSet<>(Set.of(Channels.DEAD));
        for (Flow flow : flows) {
            starts.add(flow.start());
            flow.steps().forEach(step -> steps.add(step.channel()));
            deadLetters.add(flow.deadLetter());
        }
        return new FlowChannels(starts, steps, deadLetters);
    }

    private void trackLost(Duration within) {
        long deadline = System.nanoTime() + within.toNanos();
        engine.sweepVolatile(within);
        engine.awaitTracking(Duration.ofNanos(Math.max(0, deadline - System.nanoTime())));
    }

    private Stage alarmsStage() {
        return new Stage(
                "alarms",
                "watches channels, dead letters and the parts of the system, and raises alarms",
                "watches no more; alarms that are open are found again at the next start",
                this::startAlarms,
                within -> alarms.close(within),
                Optional::empty);
    }

    private void startAlarms() {
        Channels channels = broker.channels();
        snapshots = new Snapshots(channels, clock);
        AlarmSources sources = new AlarmSources(
                () -> snapshots.now().channels(),
                () -> flowChannels().deadLetters(),
                () -> engine.lostSinceStart(),
                this::deadLetterProblem,
                problems);
        alarms = Alarms.of(
                settings.config().alarms(),
                sources,
                channels,
                home.alarmsFile(),
                activity,
                settings.config().node(),
                clock);
        alarms.start();
    }

    private Map<String, String> deadLetterProblem() {
        return engine.deadLetters()
                .problem()
                .map(problem -> Map.of("dead letters", problem))
                .orElse(Map.of());
    }

    private Stage applicationsStage() {
        return new Stage(
                Stopping.APPLICATIONS,
                "lets " + settings.applications().size() + " execute applications take messages",
                "lets each application end the message in hand and store it in the next channel",
                () -> engine.startApplications(),
                this::stopApplications,
                Optional::empty);
    }

    private void stopApplications(Duration within) throws LeftBehind {
        if (!engine.stopApplications(within)) {
            throw new LeftBehind("an application did not end within " + DurationText.format(within)
                    + ": left behind; a durable channel hands out again what it had in hand");
        }
    }

    private Stage entrancesStage() {
        return new Stage(
                Stopping.ENTRANCES,
                "lets the flows take new jobs from their start channels",
                "takes no new jobs; what is in start channels stays there",
                () -> engine.startEntrances(),
                this::stopEntrances,
                Optional::empty);
    }

    private void stopEntrances(Duration within) throws LeftBehind {
        if (!engine.stopEntrances(within)) {
            throw new LeftBehind("an entrance did not end within " + DurationText.format(within) + ": left behind");
        }
    }
}
