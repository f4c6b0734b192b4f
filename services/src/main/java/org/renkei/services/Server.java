package org.renkei.services;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.renkei.broker.access.Tokens;
import org.renkei.broker.access.Users;
import org.renkei.broker.server.Recovery;
import org.renkei.services.activity.ActivityLog;
import org.renkei.services.config.Home;
import org.renkei.services.config.Settings;
import org.renkei.services.deploy.Deployment;
import org.renkei.services.http.Console;
import org.renkei.services.http.ConsoleParts;
import org.renkei.services.http.StatusReport;
import org.renkei.services.lifecycle.InstanceLock;
import org.renkei.services.lifecycle.Lifecycle;
import org.renkei.services.lifecycle.LifecycleState;
import org.renkei.services.lifecycle.Plan;
import org.renkei.services.lifecycle.Progress;
import org.renkei.services.lifecycle.RunFile;
import org.renkei.services.lifecycle.Stage;
import org.renkei.services.lifecycle.StageReport;
import org.renkei.services.lifecycle.Stopping;
import org.renkei.services.metrics.ManagementBeans;
import org.renkei.services.metrics.Metrics;
import org.renkei.services.metrics.RunningFigures;
import org.renkei.services.monitor.Monitor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running Renkei on one home: everything from the database to the console. Thread-safe after its start. */
public final class Server {
    private static final Logger log = LoggerFactory.getLogger(Server.class);

    private final Home home;
    private final Settings settings;
    private final Users users;
    private final Tokens tokens;
    private final ActivityLog activity;
    private final Clock clock;
    private final Instant startedAt;
    private final String token = RunFile.newToken();
    private final InstanceLock lock;
    private final Parts parts;
    private final List<Stage> stages;
    private final Lifecycle lifecycle;
    private final Stopping stopping;
    private volatile Console console;
    private volatile Deployment deployment;
    private volatile Metrics metrics;
    private volatile Monitor monitor;
    private volatile ManagementBeans beans;

    /**
     * Takes the home's lock and reads its users; nothing is started.
     *
     * @param progress told of each stage
     * @param halt ends the process at once, if a stop by force hangs
     * @throws org.renkei.broker.error.RenkeiException {@code ALREADY_RUNNING}, or if the users cannot be read
     */
    public Server(Home home, Settings settings, Progress progress, Clock clock, Runnable halt) throws IOException {
        this.home = home;
        this.settings = settings;
        this.clock = clock;
        this.startedAt = clock.instant();
        this.lock = InstanceLock.take(home.lockFile());
        keepToOneself(home.data());
        Files.deleteIfExists(home.runFile()); // what a crash has left names a process that is gone
        this.users = Users.loadOrCreate(home.usersFile(), home.adminPasswordFile());
        this.tokens = new Tokens(home.tokensFile(), users, clock);
        this.activity =
                new ActivityLog(home.activity(), settings.config().activity().retention(), clock);
        this.parts = new Parts(home, settings, users, activity, this::problemsToRaise, clock);
        this.stages = parts.stages(consoleStage(settings, this::startConsole, within -> stopConsole()));
        this.lifecycle = new Lifecycle(stages, progress);
        this.stopping =
                new Stopping(lifecycle, parts::stopParts, settings.config().stop(), clock, halt);
    }

    /** What messages say is not for everybody who has an account on the machine. */
    private static void keepToOneself(Path data) throws IOException {
        if (Files.getFileStore(data).supportsFileAttributeView(PosixFileAttributeView.class)) {
            Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwx------"));
        }
    }

    /** What a start and a stop with these settings will do; nothing is touched for it. */
    public static Plan plan(Home home, Settings settings) {
        Parts parts = new Parts(home, settings, null, null, Map::of, Clock.systemUTC());
        return Plan.of(parts.stages(consoleStage(settings, () -> {}, within -> {})));
    }

    /**
     * Starts all stages and tells the command line where it is.
     *
     * @throws org.renkei.broker.error.RenkeiException {@code STAGE_FAILED}; what was started is stopped again
     */
    public void start() throws IOException {
        try {
            lifecycle.start();
            activity.recordOwn(
                    "start",
                    null,
                    "pid " + ProcessHandle.current().pid() + " on "
                            + settings.config().node());
            lookForUnreceived();
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** It only warns: whatever goes wrong here is no reason to let go of a home in which everything runs. */
    private void lookForUnreceived() {
        try {
            parts.unreceived().look();
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("not looked for channels that nothing receives from");
        }
    }

    /** How it is stopped. */
    public Stopping stopping() {
        return stopping;
    }

    /** Stops because the operating system says so, see {@link Stopping#onSignal}. */
    public void onSignal() {
        if (lifecycle.state() != LifecycleState.STOPPED) {
            activity.recordOwn("stop", null, "the operating system says so");
        }
        stopping.onSignal();
    }

    /** Waits until it has stopped, however that came, and lets go of the home. */
    public void awaitStopped() throws InterruptedException, IOException {
        stopping.awaitStopped();
        lock.close();
    }

    /** Where it listens, after the start. */
    public RunFile runFile() {
        return new RunFile(
                ProcessHandle.current().pid(),
                settings.config().http().host(),
                console.port(),
                settings.tlsKey() == null ? null : settings.tlsKey().fingerprint(),
                parts.broker().corePort(),
                parts.broker().amqpPort(),
                token,
                startedAt);
    }

    /** As {@code GET /status} answers. */
    public StatusReport status() {
        List<StageReport> reports = lifecycle.stages();
        RunFile listening = runFile();
        return new StatusReport(
                home.directory().toString(),
                settings.config().node(),
                listening.pid(),
                lifecycle.state(),
                startedAt,
                Duration.between(startedAt, clock.instant()).toSeconds(),
                reports,
                new StatusReport.Ports(listening.corePort(), listening.amqpPort(), listening.httpPort()),
                recovery(),
                List.copyOf(problems(reports).values()),
                stopping.progress().orElse(null),
                stopping.lastRefusal().orElse(null));
    }

    private StatusReport.RecoveryReport recovery() {
        Recovery found = parts.broker().recovery();
        return new StatusReport.RecoveryReport(
                found.found(),
                found.inHand(),
                found.redelivered(),
                parts.engine().lostSinceStart());
    }

    /** Sentences by the part that they are about. */
    private Map<String, String> problems(List<StageReport> reports) {
        Map<String, String> problems = new LinkedHashMap<>();
        for (StageReport report : reports) {
            if (report.problem() != null) {
                problems.put(report.name(), report.name() + ": " + report.problem());
            }
        }
        problems.putAll(parts.unreceived().problems());
        problems.putAll(parts.alarms().problems());
        activity.problem().ifPresent(problem -> problems.put("activity log", problem));
        if (deployment != null) {
            problems.putAll(deployment.problems());
        }
        return problems;
    }

    /** A line of each. Alarms of dead letters without a place are of a kind of their own. */
    private Map<String, String> problemsToRaise() {
        Map<String, String> problems = problems(lifecycle.stages());
        problems.remove(Parts.ROUTES);
        parts.engine().trackingProblem().ifPresent(problem -> problems.put(Parts.ROUTES, problem));
        problems.replaceAll((part, problem) -> firstLine(problem));
        return problems;
    }

    private static String firstLine(String problem) {
        long more = problem.lines().count() - 1;
        return more < 1 ? problem : problem.lines().findFirst().orElseThrow() + " (and " + more + " more)";
    }

    private static Stage consoleStage(Settings settings, Stage.Starter starter, Stage.Stopper stopper) {
        return new Stage(
                "console",
                "listens for HTTP on " + settings.config().http().host() + ", writes data/run/server.json",
                "stops listening, deletes data/run/server.json",
                starter,
                stopper,
                Optional::empty);
    }

    private void startConsole() throws Exception {
        try {
            openConsole();
        } catch (Exception e) {
            // A stage that has not started is not stopped.
            closeConsole();
            throw e;
        }
    }

    private void openConsole() throws IOException {
        RunningFigures figures = new RunningFigures(
                settings.config().node(),
                startedAt,
                lifecycle,
                parts.broker().channels(),
                parts.snapshots(),
                parts.engine(),
                clock);
        metrics = new Metrics(figures, home.data());
        monitor = new Monitor(parts.snapshots(), parts.engine(), clock);
        deployment = new Deployment(home, parts.broker(), settings.config().dataSources(), parts.engine(), activity);
        deployment.start();
        console = new Console(new ConsoleParts(
                settings.config(),
                settings.tlsKey(),
                users,
                tokens,
                token,
                this::status,
                Plan.of(stages),
                parts.stopParts().pending(),
                stopping,
                parts.broker().channels(),
                parts.engine(),
                deployment,
                parts.tracking().journeys(),
                monitor,
                metrics,
                parts.alarms(),
                activity,
                clock));
        console.start();
        beans = ManagementBeans.register(figures, home.directory());
        runFile().write(home.runFile());
    }

    private void stopConsole() throws IOException {
        Files.deleteIfExists(home.runFile());
        closeConsole();
    }

    /** Also what of it was opened when the rest could not be. */
    private void closeConsole() {
        for (AutoCloseable part : Arrays.asList(beans, console, deployment, metrics, monitor)) {
            try {
                if (part != null) {
                    part.close();
                }
            } catch (Exception e) {
                log.atWarn().setCause(e).log("a part of the console did not close");
            }
        }
    }
}
