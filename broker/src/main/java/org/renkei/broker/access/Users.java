package org.renkei.broker.access;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.EnumSet;
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
import org.renkei.broker.storage.DurableFile;
import org.renkei.broker.storage.FileStamp;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users of this installation, kept in one YAML file (mode 0600). A change is on disk when its method returns.
 * Passwords are random, told once, and stored as {@link PasswordHash} only. What another process writes into the file is known
 * about a second later, so that the command line can add users to a running server. Thread-safe.
 */
public final class Users {

    private static final Logger log = LoggerFactory.getLogger(Users.class);
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String LETTERS = "abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";
    private static final int PASSWORD_LENGTH = 24;
    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);

    private final Path file;
    private final VerifiedLogins verified = new VerifiedLogins();
    private final PasswordHash nobody = PasswordHash.of(newPassword());
    private volatile Map<String, StoredUser> users = Map.of();
    private volatile long lookedAtNanos = System.nanoTime();
    private FileStamp seen;
    private String toldProblem;

    private Users(Path file) {
        this.file = file;
    }

    /**
     * Reads the users; if there is no file yet, makes {@code admin} with a random password.
     *
     * @param adminPasswordFile where that password is written, once (mode 0600); it is never logged
     * @throws ConfigException if the file is wrong or cannot be written
     */
    public static Users loadOrCreate(Path usersFile, Path adminPasswordFile) {
        if (Files.exists(usersFile)) {
            Users stored = new Users(usersFile);
            stored.readIfWritten();
            return stored;
        }
        Users created = new Users(usersFile);
        String password = newPassword();
        // The password first: a crash in between leaves a file too many, not an administrator nobody can be.
        write(adminPasswordFile, password + "\n");
        created.put("admin", Set.of(Role.ADMINISTER), password);
        log.atInfo().addKeyValue("file", adminPasswordFile).log("user admin made; its password is in the file");
        return created;
    }

    /**
     * The user of this name and password. An unknown name takes as long as a wrong password.
     *
     * @param name null is nobody
     * @param password null is wrong
     */
    public Optional<User> authenticate(String name, String password) {
        if (name == null || password == null) {
            return Optional.empty();
        }
        lookNowAndThen();
        User known = verified.find(name, password);
        if (known != null) {
            return Optional.of(known);
        }
        Map<String, StoredUser> asked = users;
        StoredUser stored = asked.get(name);
        PasswordHash hash = stored == null ? nobody : PasswordHash.parse(stored.password());
        boolean right = hash.matches(password) && stored != null;
        if (!right) {
            return Optional.empty();
        }
        User user = new User(name, stored.roles());
        rememberUnlessChanged(asked, user, password);
        return Optional.of(user);
    }

    /** Who has this name now, whatever the password. */
    public Optional<User> find(String name) {
        lookNowAndThen();
        StoredUser stored = users.get(name);
        return stored == null ? Optional.empty() : Optional.of(new User(name, stored.roles()));
    }

    /**
     * Adds a user, or gives one new roles and a new password.
     *
     * @return the password, which nobody can ask for again
     * @throws ConfigException if the file is wrong or cannot be written
     */
    public String add(String name, Set<Role> roles) {
        checkName(name);
        String password = newPassword();
        put(name, roles, password);
        return password;
    }

    /** @return false if there was no such user */
    public synchronized boolean remove(String name) {
        readIfWritten();
        Map<String, StoredUser> changed = new LinkedHashMap<>(users);
        boolean removed = changed.remove(name) != null;
        if (removed) {
            replace(changed);
        }
        return removed;
    }

    /** In the order of the file. */
    public List<User> list() {
        lookNowAndThen();
        return users.entrySet().stream()
                .map(entry -> new User(entry.getKey(), entry.getValue().roles()))
                .toList();
    }

    private void lookNowAndThen() {
        if (System.nanoTime() - lookedAtNanos < LOOK_EVERY.toNanos()) {
            return;
        }
        synchronized (this) {
            lookedAtNanos = System.nanoTime();
            try {
                readIfWritten();
                toldProblem = null;
            } catch (ConfigException e) {
                if (e.getMessage().equals(toldProblem)) {
                    return;
                }
                toldProblem = e.getMessage();
                log.atError()
                        .addKeyValue("file", file)
                        .addKeyValue("problem", e.getMessage())
                        .log("users not read again; those known before stay");
            }
        }
    }

    private synchronized void readIfWritten() {
        FileStamp found = stamp();
        if (found == null || found.equals(seen)) {
            return;
        }
        Map<String, StoredUser> stored = StrictYaml.read(file, new TypeReference<>() {});
        stored.keySet().forEach(Users::checkName);
        seen = found;
        users = new LinkedHashMap<>(stored);
        verified.forgetAll();
    }

    /** Null if there is no file now. */
    private FileStamp stamp() {
        try {
            return FileStamp.of(file);
        } catch (IOException e) {
            return null;
        }
    }

    private synchronized void put(String name, Set<Role> roles, String password) {
        readIfWritten();
        Map<String, StoredUser> changed = new LinkedHashMap<>(users);
        changed.put(name, new StoredUser(PasswordHash.of(password).toString(), Set.copyOf(roles)));
        replace(changed);
    }

    private void replace(Map<String, StoredUser> changed) {
        write(file, yaml(changed));
        seen = stamp();
        users = changed;
        verified.forgetAll();
    }

    private synchronized void rememberUnlessChanged(Map<String, StoredUser> asked, User user, String password) {
        if (asked == users) {
            verified.remember(user, password);
        }
    }

    private static String yaml(Map<String, StoredUser> users) {
        if (users.isEmpty()) {
            return "{}\n";
        }
        StringBuilder text =
                new StringBuilder("# Written by Renkei. Passwords are stored as hashes and cannot be read back.\n");
        users.forEach((name, user) -> text.append('"')
                .append(name)
                .append("\":\n  password: ")
                .append(user.password())
                .append("\n  roles: [")
                .append(EnumSet.copyOf(user.roles()).stream()
                        .map(role -> role.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", ")))
                .append("]\n"));
        return text.toString();
    }

    private static void write(Path file, String text) {
        try {
            DurableFile.replace(file, text);
        } catch (IOException e) {
            throw new ConfigException(file.toString(), "", "cannot be written: " + e.getMessage());
        }
    }

    private static void checkName(String name) {
        if (!NAME.matcher(name).matches()) {
            throw new ConfigException(name, "is not a user name: letters, digits, dot, dash and underscore, up to 64");
        }
    }

    private static String newPassword() {
        SecureRandom random = new SecureRandom();
        return random.ints(PASSWORD_LENGTH, 0, LETTERS.length())
                .mapToObj(index -> String.valueOf(LETTERS.charAt(index)))
                .collect(Collectors.joining());
    }
}
