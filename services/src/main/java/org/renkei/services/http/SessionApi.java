package org.renkei.services.http;

import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.SameSite;
import java.time.Instant;
import java.util.Set;
import org.renkei.broker.access.Role;
import org.renkei.broker.error.ErrorCode;

/** {@code /session}: signing in and out with a browser. */
final class SessionApi {
    private final SignIn signIn;
    private final String node;
    private final boolean tls;

    /** @param tls whether the cookie may go over TLS only */
    SessionApi(SignIn signIn, String node, boolean tls) {
        this.signIn = signIn;
        this.node = node;
        this.tls = tls;
    }

    void addTo(Operations operations) {
        operations.answer("showSession", request -> shown(Audit.who(request)));
        operations.answer("signIn", this::signIn);
        operations.handle("signOut", this::signOut);
    }

    private Shown signIn(Context request) {
        Credentials given = Parameters.body(request, Credentials.class);
        if (given.user() == null || given.password() == null) {
            throw Refused.badRequest("user and password must be given");
        }
        SignedIn who = signIn.open(request, given.user(), given.password()).orElseThrow(() -> {
            Audit.refused(request, "sign-in refused");
            return new Refused(Problem.of(
                    401,
                    "Wrong name or password",
                    ErrorCode.UNAUTHORISED + " name or password is wrong",
                    ErrorCode.UNAUTHORISED.toString(),
                    null));
        });
        Audit.remember(request, who);
        Audit.record(request, "sign in", given.user());
        request.cookie(cookie(request, who.session().id(), (int) Sessions.LONGEST.toSeconds()));
        return shown(who);
    }

    private void signOut(Context request) {
        SignedIn who = Audit.who(request);
        if (who.session() != null) {
            signIn.close(who.session());
            Audit.record(request, "sign out", who.user().name());
        }
        request.cookie(cookie(request, "", 0));
        request.status(204);
    }

    private Cookie cookie(Context request, String value, int seconds) {
        return new Cookie(SignIn.cookie(request), value, "/", seconds, tls, true, null, SameSite.STRICT);
    }

    private Shown shown(SignedIn who) {
        Session session = who.session();
        return new Shown(
                who.user().name(),
                who.user().roles(),
                session == null ? null : session.csrf(),
                session == null ? null : session.expiresAt(),
                node);
    }

    private record Credentials(String user, String password) {}

    /**
     * Who is signed in.
     *
     * @param csrf only with a cookie; else null
     * @param expiresAt likewise
     */
    private record Shown(String user, Set<Role> roles, String csrf, Instant expiresAt, String node) {}
}
