package org.renkei.broker.access;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
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

    private final VerifiedLogins verified = new VerifiedLogins();
    private final PasswordHash nobody = PasswordHash.ofNobody();
    private final SharedFile<Map<String, StoredUser>> file;

    private Users(Path file) {
        // A file that is deleted by mistake must not lock everybody out.
        this.file =
                new SharedFile<>(file, SharedFile.form(Users::parse, Users::yaml), Map.of(), null, verified::forgetAll);
    }

    /**
     * Reads the users; if there is no file yet, makes {@code admin} with a random password.
     *
     * @param adminPasswordFile where that password is written, once (mode 0600); it is never logged
     * @throws ConfigException if the file is wrong or cannot be written
     */
    public static Users loadOrCreate(Path usersFile, Path adminPasswordFile) {
        Users users = new Users(usersFile);
        if (Files.exists(usersFile)) {
            users.file.read();
            return users;
        }
        String password = newPassword();
        // The password first: a crash in between leaves a file too many, not an administrator nobody can be.
        SharedFile.write(adminPasswordFile, password + "\n");
        users.put("admin", Set.of(Role.ADMINISTER), password);
        log.atInfo().addKeyValue("file", adminPasswordFile).log("user admin made; its password is in the file");
        return users;
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
        Map<String, StoredUser> asked = file.now();
        User known = verified.find(name, password);
        if (known != null) {
            return Optional.of(known);
        }
        StoredUser stored = asked.get(name);
        PasswordHash hash = stored == null ? nobody : PasswordHash.parse(stored.password());
        boolean right = hash.matches(password) && stored != null;
        if (!right) {
            return Optional.empty();
        }
        User user = new User(name, stored.roles());
        verified.remember(user, password);
        if (asked != file.now()) {
            verified.forgetAll(); // what was right may be wrong now
        }
        return Optional.of(user);
    }

    /** Who has this name now, whatever the password. */
    public Optional<User> find(String name) {
        return Optional.ofNullable(file.now().get(name)).map(stored -> new User(name, stored.roles()));
    }

    /** Something that is another when this user's password is another; not the password, but to be kept secret. Empty if there is no such user. */
    public Optional<String> keyOf(String name) {
        return Optional.ofNullable(file.now().get(name)).map(StoredUser::password);
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
    public boolean remove(String name) {
        return file.change(users -> {
            Map<String, StoredUser> changed = new LinkedHashMap<>(users);
            return changed.remove(name) == null ? users : changed;
        });
    }

    /** In the order of the file. */
    public List<User> list() {
        return file.now().entrySet().stream()
                .map(entry -> new User(entry.getKey(), entry.getValue().roles()))
                .toList();
    }

    private void put(String name, Set<Role> roles, String password) {
        StoredUser stored = new StoredUser(PasswordHash.of(password).toString(), Set.copyOf(roles));
        file.change(users -> {
            Map<String, StoredUser> changed = new LinkedHashMap<>(users);
            changed.put(name, stored);
            return changed;
        });
    }

    private static Map<String, StoredUser> parse(Path file) {
        Map<String, StoredUser> stored = StrictYaml.read(file, new TypeReference<>() {});
        stored.keySet().forEach(Users::checkName);
        return new LinkedHashMap<>(stored);
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

    static void checkName(String name) {
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
