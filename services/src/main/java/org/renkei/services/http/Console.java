package org.renkei.services.http;

import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.json.JavalinJackson;
import io.javalin.security.RouteRole;
import java.util.Set;
import org.renkei.broker.access.User;
import org.renkei.broker.error.ErrorCode;
import org.renkei.services.config.HttpConfig;

/** The HTTP server. Everything under {@code /api/v1} needs a login and a role; there is nothing else. */
public final class Console implements AutoCloseable {
    private final ConsoleParts parts;
    private final Login login;
    private final Draining draining = new Draining();
    private final Javalin javalin;

    public Console(ConsoleParts parts) {
        this.parts = parts;
        this.login = new Login(parts.users(), parts.token());
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
        javalin.stop();
        draining.close();
    }

    private void configure(JavalinConfig javalinConfig) {
        HttpConfig http = parts.config().http();
        javalinConfig.startup.showJavalinBanner = false;
        javalinConfig.startup.showOldJavalinVersionWarning = false;
        javalinConfig.startup.startupWatcherEnabled = false;
        javalinConfig.jetty.host = http.host();
        javalinConfig.jetty.port = http.port();
        javalinConfig.http.maxRequestSize = http.maxBody().bytes();
        javalinConfig.http.defaultContentType = "application/json";
        javalinConfig.jsonMapper(new JavalinJackson(Json.MAPPER, false));
        addRoutes(javalinConfig.routes);
    }

    private void addRoutes(RoutesConfig routes) {
        routes.before(this::authenticate);
        routes.beforeMatched(Console::authorise);
        new StatusApi(parts.status(), parts.plan(), parts.pending()).addTo(routes);
        new ChannelsApi(parts.channels(), draining).addTo(routes);
        new FlowsApi(parts.engine(), new Submission(parts.engine())).addTo(routes);
        new ApplicationsApi(parts.engine()).addTo(routes);
        new JobsApi(parts.journeys(), parts.clock()).addTo(routes);
        new DeadLettersApi(parts.engine().deadLetters(), parts.clock()).addTo(routes);
        new StopApi(parts.stopping(), parts.config().stop().drain()).addTo(routes);
        Problems.addTo(routes);
    }

    private void authenticate(Context request) {
        refuseOtherSites(request);
        User user = login.of(request).orElseThrow(() -> {
            Audit.refused(request, "login refused");
            request.header("WWW-Authenticate", "Basic realm=\"renkei\", charset=\"UTF-8\"");
            return new Refused(Problem.of(
                    401,
                    "Login needed",
                    ErrorCode.UNAUTHORISED + " name and password are missing or wrong",
                    ErrorCode.UNAUTHORISED.toString(),
                    null));
        });
        Audit.remember(request, user);
    }

    /** A browser that is logged in here must not be made to act by a page from elsewhere. */
    private static void refuseOtherSites(Context request) {
        String site = request.header("Sec-Fetch-Site");
        if (site != null && !site.equals("same-origin") && !site.equals("none")) {
            throw new Refused(Problem.of(403, "Forbidden", "requests from pages of other sites are refused"));
        }
    }

    /** A route that names no role is open to nobody. */
    private static void authorise(Context request) {
        Set<RouteRole> needed = request.routeRoles();
        User user = Audit.user(request);
        boolean allowed = !needed.isEmpty()
                && needed.stream().allMatch(role -> role instanceof Access access && user.may(access.role()));
        if (!allowed) {
            Audit.refused(request, "role missing");
            throw new Refused(Problem.of(
                    403,
                    "Forbidden",
                    ErrorCode.UNAUTHORISED + " user " + user.name() + " has " + user.roles() + ", this needs " + needed,
                    ErrorCode.UNAUTHORISED.toString(),
                    null));
        }
    }
}
