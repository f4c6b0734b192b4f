package org.renkei.services.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Tokens;
import org.renkei.broker.access.User;
import org.renkei.broker.access.Users;

/**
 * Who asks: somebody with a token, with name and password (HTTP Basic), with the cookie of a browser that is signed in, or with
 * the token of this run. Wrong passwords are slowed down, and no more than two passwords are looked at together, since that is
 * costly on purpose. Thread-safe.
 */
final class SignIn {
    static final String CSRF_HEADER = "X-Renkei-CSRF";

    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";
    private static final int PASSWORDS_TOGETHER = 2;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Users users;
    private final Tokens tokens;
    private final Sessions sessions;
    private final byte[] ownerToken;
    private final WrongPasswords wrongPasswords;
    private final Semaphore looking = new Semaphore(PASSWORDS_TOGETHER, true);
    private final User owner = new User(System.getProperty("user.name"), Set.of(Role.ADMINISTER));

    SignIn(Users users, Tokens tokens, String ownerToken, Clock clock) {
        this.users = users;
        this.tokens = tokens;
        this.ownerToken = ownerToken.getBytes(StandardCharsets.US_ASCII);
        this.sessions = new Sessions(users, clock);
        this.wrongPasswords = new WrongPasswords(clock);
    }

    /**
     * Empty if nobody is named, or password, token or cookie is worth nothing.
     *
     * @throws Refused 429 after too many wrong passwords; 403 if a browser's request may have been made by another site's page
     */
    Optional<SignedIn> of(Context request) {
        String header = request.header("Authorization");
        if (header == null) {
            return bySession(request);
        }
        if (header.startsWith(BEARER)) {
            return byToken(header.substring(BEARER.length()).trim());
        }
        return header.startsWith(BASIC) ? byBasic(request, header.substring(BASIC.length())) : Optional.empty();
    }

    private Optional<SignedIn> byToken(String token) {
        if (MessageDigest.isEqual(ownerToken, token.getBytes(StandardCharsets.UTF_8))) {
            return Optional.of(SignedIn.by(SignedIn.Means.OWNER, owner));
        }
        return tokens.authenticate(token).map(user -> SignedIn.by(SignedIn.Means.TOKEN, user));
    }

    private Optional<SignedIn> byBasic(Context request, String credentials) {
        try {
            String decoded = new String(Base64.getDecoder().decode(credentials.trim()), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : byPassword(request, decoded.substring(0, colon), decoded.substring(colon + 1))
                            .map(user -> SignedIn.by(SignedIn.Means.PASSWORD, user));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private Optional<User> byPassword(Context request, String name, String password) {
        refuseTooSoon(request, name);
        if (!tryLooking()) {
            throw tooMany(request, 1);
        }
        try {
            refuseTooSoon(request, name); // others may have been wrong while this one waited
            Optional<User> user = users.authenticate(name, password);
            if (user.isPresent()) {
                wrongPasswords.wasRight(name, request.ip());
            } else {
                wrongPasswords.wasWrong(name, request.ip());
            }
            return user;
        } finally {
            looking.release();
        }
    }

    private void refuseTooSoon(Context request, String name) {
        Duration wait = wrongPasswords.wait(name, request.ip());
        if (!wait.isZero()) {
            throw tooMany(request, wait.toSeconds() + 1);
        }
    }

    private static Refused tooMany(Context request, long seconds) {
        request.header("Retry-After", Long.toString(seconds));
        return new Refused(Problem.of(
                429,
                "Too many passwords",
                "too many passwords, or too many wrong ones; try again in " + seconds + " s"));
    }

    private boolean tryLooking() {
        try {
            return looking.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Optional<SignedIn> bySession(Context request) {
        Optional<Session> session = sessions.find(request.cookie(cookie(request)));
        session.ifPresent(found -> checkOwnPage(request, found));
        return session.flatMap(
                found -> users.find(found.user()).map(user -> new SignedIn(user, SignedIn.Means.SESSION, found)));
    }

    /** A cookie comes along with requests that other sites' pages make; what a page of ours has been told does not. */
    private static void checkOwnPage(Context request, Session session) {
        if (request.method() == HandlerType.GET || request.method() == HandlerType.HEAD) {
            return;
        }
        String repeated = String.valueOf(request.header(CSRF_HEADER));
        if (!MessageDigest.isEqual(
                repeated.getBytes(StandardCharsets.UTF_8), session.csrf().getBytes(StandardCharsets.UTF_8))) {
            throw new Refused(Problem.of(
                    403, "Forbidden", "with a cookie, the header " + CSRF_HEADER + " must repeat csrf of the session"));
        }
    }

    /** Of a browser that gives name and password; empty if they are wrong. */
    Optional<SignedIn> open(Context request, String name, String password) {
        return byPassword(request, name, password)
                .map(user -> new SignedIn(user, SignedIn.Means.SESSION, sessions.open(user)));
    }

    void close(Session session) {
        sessions.close(session.id());
    }

    /** Cookies know no ports: two systems on one machine need two names. */
    static String cookie(Context request) {
        return "renkei-" + request.port();
    }
}
