package org.renkei.services.deploy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.renkei.broker.server.Broker;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.database.RepeatedWork;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.services.activity.ActivityLog;
import org.renkei.services.config.Home;

/**
 * What comes, changes and goes while the system runs. The thread {@code renkei-deployment} looks at the folders every second, in an order in
 * which what is put there at once finds what it needs. Thread-safe.
 */
public final class Deployment implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final RouteFolder routes;
    private final FlowFolder flows;
    private final List<FollowedFolder> folders;
    private final RepeatedWork rounds = new RepeatedWork("renkei-deployment", this::follow);

    /** Does nothing before {@link #start}. */
    public Deployment(
            Home home,
            Broker broker,
            Map<String, DataSourceConfig> dataSources,
            FlowEngine engine,
            ActivityLog activity) {
        this.routes = new RouteFolder(home.routes(), engine.userRoutes(), activity);
        this.flows = new FlowFolder(home.flows(), engine, activity);
        this.folders = List.of(
                new ChannelsFollower(home, broker, dataSources, activity),
                new AppFolder(home.apps(), engine, activity),
                routes,
                flows);
    }

    /** Follows the folders from now on; what lies there was deployed at the start of the system, or is deployed now. */
    public void start() {
        rounds.start(Duration.ZERO, LOOK_EVERY);
    }

    private void follow() {
        folders.forEach(FollowedFolder::follow);
    }

    public RouteFolder routes() {
        return routes;
    }

    public FlowFolder flows() {
        return flows;
    }

    /** Why what lies in a folder is not what runs, by the folder. */
    public Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        folders.forEach(folder -> folder.problem()
                .ifPresent(problem -> problems.put(folder.name(), folder.name() + " is not deployed: " + problem)));
        return problems;
    }

    @Override
    public void close() {
        rounds.close();
    }
}
