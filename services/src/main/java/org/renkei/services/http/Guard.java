package org.renkei.services.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.security.RouteRole;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.regex.Pattern;
import org.renkei.broker.error.ErrorCode;
import org.renkei.services.config.HttpConfig;

/**
 * Stands before everything that is served: lets in who is signed in and has the role that the contract asks for, and tells browsers
 * what they must not do with it.
 */
final class Guard {
    private static final String NO_INLINE_SCRIPT =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; font-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'";
    private static final String ONLY_TLS = "max-age=31536000";

    private static final Pattern LOCAL_NAME = Pattern.compile("localhost|127(\\.\\d+){3}|\\[::1]");

    private final SignIn signIn;
    private final boolean tls;
    private final String host;
    private final boolean thisMachineOnly;

    /** @param tls whether browsers reach it by TLS only, its own or a proxy's */
    Guard(SignIn signIn, boolean tls, HttpConfig http) {
        this.signIn = signIn;
        this.tls = tls;
        this.host = http.host();
        this.thisMachineOnly = http.isThisMachineOnly();
    }

    void addTo(RoutesConfig routes) {
        routes.before(this::protect);
        routes.beforeMatched(this::admit);
    }

    private void protect(Context request) {
        request.header("Content-Security-Policy", NO_INLINE_SCRIPT);
        request.header("X-Content-Type-Options", "nosniff");
        request.header("Referrer-Policy", "same-origin");
        request.header("Cross-Origin-Opener-Policy", "same-origin");
        request.header("Cross-Origin-Resource-Policy", "same-origin");
        request.header("Cache-Control", "no-store");
        if (tls) {
            request.header("Strict-Transport-Security", ONLY_TLS);
        }
        refuseOtherNames(request);
        refuseOtherSites(request);
    }

    /** A page from elsewhere can give its own name this machine's address, and is then of the same site; but it cannot be called as this is. */
    private void refuseOtherNames(Context request) {
        String name = String.valueOf(request.host()).replaceFirst(":\\d*$", "");
        if (thisMachineOnly && !LOCAL_NAME.matcher(name).matches() && !name.equals(host)) {
            throw new Refused(Problem.of(403, "Forbidden", "this system is not called " + name));
        }
    }

    /** A browser that is signed in here must not be made to act by a page from elsewhere. Following a link to a page is no act. */
    private static void refuseOtherSites(Context request) {
        String site = request.header("Sec-Fetch-Site");
        boolean fromElsewhere = site != null && !site.equals("same-origin") && !site.equals("none");
        boolean followsLink = request.method() == HandlerType.GET
                && "navigate".equals(request.header("Sec-Fetch-Mode"))
                && "document".equals(request.header("Sec-Fetch-Dest"))
                && !isApi(request);
        if (fromElsewhere && !followsLink) {
            throw new Refused(Problem.of(403, "Forbidden", "requests from pages of other sites are refused"));
        }
    }

    private void admit(Context request) {
        Set<RouteRole> needed = request.routeRoles();
        if (needed.contains(Access.NOBODY)) {
            return;
        }
        SignedIn who = signIn.of(request).orElse(null);
        if (who == null) {
            refuseStranger(request);
            return;
        }
        Audit.remember(request, who);
        // A route that names no role is open to nobody.
        boolean allowed = !needed.isEmpty()
                && needed.stream().allMatch(role -> role instanceof Access access && access.allows(who.user()));
        if (!allowed) {
            Audit.refused(request, "role missing");
            throw new Refused(Problem.of(
                    403,
                    "Forbidden",
                    ErrorCode.UNAUTHORISED + " user " + who.user().name() + " has "
                            + who.user().roles() + ", this needs " + needed,
                    ErrorCode.UNAUTHORISED.toString(),
                    null));
        }
    }

    /** Whether who asked before may still see what he asked for. */
    boolean stillAllows(Context request) {
        try {
            return signIn.of(request)
                    .filter(who -> request.routeRoles().stream()
                            .allMatch(role -> role instanceof Access access && access.allows(who.user())))
                    .isPresent();
        } catch (Refused e) {
            return false;
        }
    }

    private static void refuseStranger(Context request) {
        if (!isApi(request)) {
            String page = request.path() + (request.queryString() == null ? "" : "?" + request.queryString());
            request.redirect("/sign-in?to=" + URLEncoder.encode(page, StandardCharsets.UTF_8));
            request.skipRemainingHandlers();
            return;
        }
        Audit.refused(request, "sign-in refused");
        request.header("WWW-Authenticate", "Bearer realm=\"renkei\"");
        throw new Refused(Problem.of(
                401,
                "Sign-in needed",
                ErrorCode.UNAUTHORISED + " name and password, token or cookie are missing or wrong",
                ErrorCode.UNAUTHORISED.toString(),
                null));
    }

    private static boolean isApi(Context request) {
        return request.path().startsWith("/api/");
    }
}
