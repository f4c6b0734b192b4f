package org.renkei.services.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Token;
import org.renkei.broker.access.Tokens;
import org.renkei.broker.config.ConfigException;

/** {@code /tokens}: what scripts sign in with. */
final class TokensApi {
    static final Duration LIFETIME = Duration.ofDays(365);

    private final Tokens tokens;

    TokensApi(Tokens tokens) {
        this.tokens = tokens;
    }

    void addTo(Operations operations) {
        operations.answer("listTokens", request -> new Listed(visible(request)));
        operations.answer("makeToken", this::make);
        operations.handle("removeToken", this::remove);
    }

    private List<Token> visible(Context request) {
        return tokens.list().stream()
                .filter(token -> isFor(request, token.user()))
                .toList();
    }

    private Made make(Context request) {
        refuseTokens(request);
        Wanted wanted = Parameters.body(request, Wanted.class);
        if (wanted.name() == null
                || wanted.roles() == null
                || wanted.roles().isEmpty()
                || wanted.roles().contains(null)) {
            throw Refused.badRequest("name and roles must be given");
        }
        String user = Audit.user(request).name();
        Duration lifetime = wanted.lifetime() == null ? LIFETIME : Parameters.duration("lifetime", wanted.lifetime());
        Audit.record(request, "token make", wanted.name() + " " + wanted.roles());
        String secret = made(user, wanted, lifetime);
        Token made = tokens.list().stream()
                .filter(token -> token.user().equals(user) && token.name().equals(wanted.name()))
                .findFirst()
                .orElseThrow();
        request.status(201);
        return new Made(made.name(), user, made.roles(), made.madeAt(), made.expiresAt(), secret);
    }

    private static void refuseTokens(Context request) {
        if (Audit.who(request).means() == SignedIn.Means.TOKEN) {
            throw new Refused(
                    Problem.of(403, "Forbidden", "a token cannot make or remove others; sign in with a password"));
        }
    }

    private String made(String user, Wanted wanted, Duration lifetime) {
        try {
            return tokens.make(user, wanted.name(), wanted.roles(), lifetime);
        } catch (ConfigException e) {
            throw Refused.badRequest(e.getMessage());
        }
    }

    private void remove(Context request) {
        refuseTokens(request);
        String name = request.pathParam("name");
        String user =
                Parameters.text(request, "user").orElse(Audit.user(request).name());
        if (!isFor(request, user)) {
            throw new Refused(Problem.of(403, "Forbidden", "only an administrator removes another's token"));
        }
        Audit.record(request, "token remove", user + " " + name);
        if (!tokens.remove(user, name)) {
            throw Refused.notFound("user " + user + " has no token '" + name + "'");
        }
        request.status(204);
    }

    private static boolean isFor(Context request, String user) {
        return Audit.user(request).name().equals(user) || Audit.user(request).may(Role.ADMINISTER);
    }

    private record Listed(List<Token> tokens) {}

    private record Wanted(String name, Set<Role> roles, String lifetime) {}

    /** @param token shown this once */
    private record Made(String name, String user, Set<Role> roles, Instant madeAt, Instant expiresAt, String token) {}
}
