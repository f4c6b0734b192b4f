package org.renkei.services.http;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.User;
import org.renkei.broker.access.Users;

/**
 * Who asks: a user by name and password (HTTP Basic), or whoever could read the token of this run, which only the owner of
 * the installation can.
 */
final class Login {
    private static final String BEARER = "Bearer ";
    private static final String BASIC = "Basic ";

    private final Users users;
    private final byte[] token;
    private final User owner = new User(System.getProperty("user.name"), Set.of(Role.ADMINISTER));

    Login(Users users, String token) {
        this.users = users;
        this.token = token.getBytes(StandardCharsets.US_ASCII);
    }

    /** Empty if nobody is named, or the password or token is wrong. */
    Optional<User> of(Context request) {
        String header = request.header("Authorization");
        if (header == null) {
            return Optional.empty();
        }
        if (header.startsWith(BEARER)) {
            byte[] given = header.substring(BEARER.length()).trim().getBytes(StandardCharsets.UTF_8);
            return MessageDigest.isEqual(token, given) ? Optional.of(owner) : Optional.empty();
        }
        return header.startsWith(BASIC) ? byPassword(header.substring(BASIC.length())) : Optional.empty();
    }

    private Optional<User> byPassword(String credentials) {
        try {
            String decoded = new String(Base64.getDecoder().decode(credentials.trim()), StandardCharsets.UTF_8);
            int colon = decoded.indexOf(':');
            return colon < 0
                    ? Optional.empty()
                    : users.authenticate(decoded.substring(0, colon), decoded.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
