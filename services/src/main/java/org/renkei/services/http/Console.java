package org.renkei.services.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.json.JavalinJackson;
import org.renkei.services.config.HttpConfig;

/**
 * The HTTP server: the API under {@code /api/v1}, made from its contract, and the pages that use it. Nothing is served to strangers but
 * the page to sign in.
 */
public final class Console implements AutoCloseable {
    private final ConsoleParts parts;
    private final SignIn signIn;
    private final Guard guard;
    private final Live live;
    private final Draining draining = new Draining();
    private final Javalin javalin;

    public Console(ConsoleParts parts) {
        this.parts = parts;
        this.signIn = new SignIn(parts.users(), parts.tokens(), parts.token(), parts.clock());
        this.guard = new Guard(signIn, isReachedByTls(), parts.config().http());
        this.live = new Live(guard::stillAllows);
        this.javalin = Javalin.create(this::configure);
    }

    /** Starts to listen. */
    public void start() {
        javalin.start();
    }

    /** Where it listens, after the start. */
    public int port() {
        return javalin.port();
    }

    @Override
    public void close() {
        live.close();
        javalin.stop();
        draining.close();
    }

    private boolean isTls() {
        return parts.tlsKey() != null;
    }

    /** Whoever listens elsewhere without TLS of his own says with it that a proxy has it. */
    private boolean isReachedByTls() {
        return isTls() || !parts.config().http().isThisMachineOnly();
    }

    private void configure(JavalinConfig javalinConfig) {
        HttpConfig http = parts.config().http();
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.startup.showOldJavalinVersionWarning = false;
        javalinConfig.startup.startupWatcherEnabled = false;
        javalinConfig.jetty.host = http.host();
        javalinConfig.jetty.port = http.port();
        if (isTls()) {
            javalinConfig.jetty.addConnector((server, plain) -> TlsConnector.of(server, plain, http, parts.tlsKey()));
        }
        javalinConfig.http.maxRequestSize = http.maxBody().bytes();
        javalinConfig.http.defaultContentType = "application/json";
        javalinConfig.jsonMapper(new JavalinJackson(Json.MAPPER, false));
        addRoutes(javalinConfig.routes);
    }

    private void addRoutes(RoutesConfig routes) {
        routes.before(request -> Audit.into(request, parts.activity()));
        guard.addTo(routes);
        Contract contract = Contract.load();
        Operations operations = new Operations(contract, routes, live);
        operations.answer("showContract", request -> contract.document());
        new SessionApi(signIn, parts.config().node(), isReachedByTls()).addTo(operations);
        new TokensApi(parts.tokens()).addTo(operations);
        new StatusApi(parts.status(), parts.plan(), parts.pending()).addTo(operations);
        ChannelViews views = new ChannelViews(
                parts.channels(), parts.monitor().snapshots(), parts.monitor().channels(), parts.engine());
        new OverviewApi(parts, views).addTo(operations);
        new MetricsApi(parts.metrics()).addTo(operations);
        new ChannelsApi(parts.channels(), views, parts.monitor().channels(), draining).addTo(operations);
        new MessagesApi(parts.channels()).addTo(operations);
        new FlowsApi(parts.engine(), views).addTo(operations);
        JobResults results = new JobResults(parts.engine().keptResults(), parts.journeys(), parts.clock());
        new SubmitApi(parts.engine(), results).addTo(operations);
        new DeploymentApi(parts.engine(), parts.deployment().flows()).addTo(operations);
        new RoutesApi(parts.deployment().routes()).addTo(operations);
        new DeploymentsApi(parts.engine(), parts.deployment()).addTo(operations);
        new ApplicationsApi(parts.engine()).addTo(operations);
        new JobsApi(parts.journeys(), parts.clock()).addTo(operations);
        new DeadLettersApi(parts.engine().deadLetters(), parts.clock()).addTo(operations);
        new AlarmsApi(parts.alarms()).addTo(operations);
        new ActivityApi(parts.activity(), parts.clock()).addTo(operations);
        new StopApi(parts.stopping(), parts.config().stop().drain()).addTo(operations);
        operations.complete();
        new PageFiles().addTo(routes);
        Problems.addTo(routes);
    }
}
