package org.renkei.broker.access;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.StrictYaml;

/**
 * What scripts sign in with, kept in one YAML file beside the users'. A token may do what its roles say, and never more than its
 * user may now. It ends with its time, with its user and with its user's password: with each token lies what tells the password that its
 * user had when it was made. A file that is deleted holds none. Only hashes are stored. Thread-safe.
 */
public final class Tokens {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String PREFIX = "renkei_";
    private static final int BYTES = 32;

    private final Users users;
    private final Clock clock;
    private final SharedFile<Map<String, Map<String, StoredToken>>> file;

    /** @throws ConfigException if there is a file that is wrong */
    public Tokens(Path file, Users users, Clock clock) {
        this.users = users;
        this.clock = clock;
        this.file = new SharedFile<>(file, SharedFile.form(Tokens::parse, Tokens::yaml), Map.of(), Map.of(), () -> {});
        this.file.read();
    }

    /** Whose token it is, with the roles that it has of his now; empty if it is none or has ended. */
    public Optional<User> authenticate(String token) {
        if (!token.startsWith(PREFIX)) {
            return Optional.empty();
        }
        byte[] hash = hash(token).getBytes(StandardCharsets.US_ASCII);
        for (Map.Entry<String, Map<String, StoredToken>> of : file.now().entrySet()) {
            for (StoredToken stored : of.getValue().values()) {
                if (MessageDigest.isEqual(hash, stored.hash().getBytes(StandardCharsets.US_ASCII))) {
                    return isOver(stored) || !isOfNow(of.getKey(), stored)
                            ? Optional.empty()
                            : effective(of.getKey(), stored);
                }
            }
        }
        return Optional.empty();
    }

    private boolean isOver(StoredToken stored) {
        return !clock.instant().isBefore(Instant.parse(stored.expiresAt()));
    }

    /** False if its user has another password than when it was made, or is gone. */
    private boolean isOfNow(String user, StoredToken stored) {
        return users.keyOf(user)
                .map(Tokens::hash)
                .filter(stored.userKey()::equals)
                .isPresent();
    }

    private Optional<User> effective(String name, StoredToken stored) {
        return users.find(name)
                .map(user -> stored.roles().stream().filter(user::may).collect(Collectors.toSet()))
                .filter(roles -> !roles.isEmpty())
                .map(roles -> new User(name, roles));
    }

    /**
     * Makes a token, in place of one of the same name.
     *
     * @param roles not more than the user has
     * @return the token, which nobody can ask for again
     * @throws ConfigException if there is no such user, he has not these roles, the name cannot be, or the file cannot be written
     */
    public String make(String user, String name, Set<Role> roles, Duration lifetime) {
        User owner = users.find(user).orElseThrow(() -> noUser(user));
        if (!NAME.matcher(name).matches()) {
            throw new ConfigException(
                    name, "is not a token's name: letters, digits, dot, dash and underscore, up to 64");
        }
        roles.stream().filter(role -> !owner.may(role)).findFirst().ifPresent(role -> {
            throw new ConfigException(
                    name,
                    "cannot have the role " + word(role) + ": user " + user + " has only " + words(owner.roles()));
        });
        byte[] bytes = new byte[BYTES];
        new SecureRandom().nextBytes(bytes);
        String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        Instant now = clock.instant();
        StoredToken stored = new StoredToken(
                hash(token),
                users.keyOf(user).map(Tokens::hash).orElseThrow(() -> noUser(user)),
                Set.copyOf(roles),
                now.toString(),
                now.plus(lifetime).toString());
        file.change(all -> {
            Map<String, Map<String, StoredToken>> changed = new LinkedHashMap<>(all);
            Map<String, StoredToken> own = new LinkedHashMap<>(all.getOrDefault(user, Map.of()));
            own.put(name, stored);
            changed.put(user, own);
            return changed;
        });
        return token;
    }

    private static ConfigException noUser(String user) {
        return new ConfigException(user, "is not a user");
    }

    /** Removes those of a user who is gone or has a new password: they are worth nothing already, and need not lie there. */
    public void removeAll(String user) {
        file.change(all -> {
            Map<String, Map<String, StoredToken>> changed = new LinkedHashMap<>(all);
            return changed.remove(user) == null ? all : changed;
        });
    }

    /** @return false if there was no such token */
    public boolean remove(String user, String name) {
        return file.change(all -> {
            if (!all.getOrDefault(user, Map.of()).containsKey(name)) {
                return all;
            }
            Map<String, Map<String, StoredToken>> changed = new LinkedHashMap<>(all);
            Map<String, StoredToken> own = new LinkedHashMap<>(all.get(user));
            own.remove(name);
            changed.put(user, own);
            changed.values().removeIf(Map::isEmpty);
            return changed;
        });
    }

    /** Those that are not ended by their users, also those whose time is over; in the order of the file. */
    public List<Token> list() {
        return file.now().entrySet().stream()
                .flatMap(of -> of.getValue().entrySet().stream()
                        .filter(token -> isOfNow(of.getKey(), token.getValue()))
                        .map(token -> token.getValue().named(of.getKey(), token.getKey())))
                .toList();
    }

    private static Map<String, Map<String, StoredToken>> parse(Path file) {
        return StrictYaml.read(file, new TypeReference<LinkedHashMap<String, Map<String, StoredToken>>>() {});
    }

    private static String yaml(Map<String, Map<String, StoredToken>> all) {
        if (all.isEmpty()) {
            return "{}\n";
        }
        StringBuilder text =
                new StringBuilder("# Written by Renkei. Tokens are stored as hashes and cannot be read back.\n");
        all.forEach((user, tokens) -> {
            text.append('"').append(user).append("\":\n");
            tokens.forEach((name, token) -> text.append("  \"")
                    .append(name)
                    .append("\":\n    hash: \"")
                    .append(token.hash())
                    .append("\"\n    userKey: \"")
                    .append(token.userKey())
                    .append("\"\n    roles: [")
                    .append(words(token.roles()))
                    .append("]\n    madeAt: \"")
                    .append(token.madeAt())
                    .append("\"\n    expiresAt: \"")
                    .append(token.expiresAt())
                    .append("\"\n"));
        });
        return text.toString();
    }

    private static String words(Set<Role> roles) {
        return EnumSet.copyOf(roles).stream().map(Tokens::word).collect(Collectors.joining(", "));
    }

    private static String word(Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }

    private static String hash(String token) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }
}
