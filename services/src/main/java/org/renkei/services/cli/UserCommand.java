package org.renkei.services.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Tokens;
import org.renkei.broker.access.User;
import org.renkei.broker.access.Users;
import org.renkei.services.activity.ActivityLog;
import org.renkei.services.config.Home;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Who may do what (D9). Works on {@code etc/users.yaml}, whether the server runs or not. */
@Command(
        name = "user",
        description = "Add, list and remove users.",
        footer = {"", "Examples:", "  ./renkei user add shop --role client", "  ./renkei user list"},
        subcommands = {UserCommand.Add.class, UserCommand.Listing.class, UserCommand.Remove.class})
final class UserCommand extends VerbGroup {

    /** A verb about the users of the home. */
    abstract static class UserVerb extends Verb {
        /** Whoever may write the file is known to the operating system only. */
        final void record(String action, String name, String detail) {
            new ActivityLog(home().activity(), null, Clock.systemUTC())
                    .record(System.getProperty("user.name"), null, action, name, detail);
        }

        final Users users() {
            Home home = home();
            Installation.furnish(home);
            return Users.loadOrCreate(home.usersFile(), home.adminPasswordFile());
        }

        final Tokens tokens(Users users) {
            return new Tokens(home().tokensFile(), users, Clock.systemUTC());
        }

        /** The server looks at the file about once a second, when somebody logs in. */
        final void tellIfRunning() {
            ServerConnection.find(home())
                    .ifPresent(running -> out().printf(
                                    "Renkei is running (pid %d) and knows of it within about a second%n",
                                    running.pid()));
        }
    }

    @Command(
            name = "add",
            description =
                    "Add a user, or give one new roles and a new password, which ends his tokens. Prints the password once.",
            footer = {"", "Example:", "  ./renkei user add shop --role client"})
    static final class Add extends UserVerb {
        @Parameters(paramLabel = "NAME", description = "Letters, digits, dot, dash, underscore.")
        private String name;

        @Option(
                names = "--role",
                required = true,
                split = ",",
                paramLabel = "ROLE",
                description = "client, view, operate or administer; several with commas.")
        private List<Role> roles;

        @Override
        public Integer call() {
            Users users = users();
            record("user add", name, words(EnumSet.copyOf(roles)));
            String password = users.add(name, EnumSet.copyOf(roles));
            tokens(users).removeAll(name);
            out().println("user " + name + ", roles " + words(EnumSet.copyOf(roles)) + ", password " + password);
            out().println("the password is not shown again");
            tellIfRunning();
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "list",
            description = "Show all users.",
            footer = {"", "Example:", "  ./renkei user list"})
    static final class Listing extends UserVerb {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            List<User> users = users().list();
            if (json) {
                printJson(new ObjectMapper().valueToTree(users));
                return ExitCode.DONE;
            }
            Table table = new Table().id("USER").text("ROLES");
            users.forEach(user -> table.row(user.name(), words(user.roles())));
            table.print(out());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "remove",
            description = "Remove a user, with his tokens.",
            footer = {"", "Example:", "  ./renkei user remove shop"})
    static final class Remove extends UserVerb {
        @Parameters(paramLabel = "NAME", description = "The user's name.")
        private String name;

        @Override
        public Integer call() {
            Users users = users();
            record("user remove", name, null);
            if (!users.remove(name)) {
                throw new CommandException(
                        "no user '" + name + "'; see: " + Installation.command(home()) + " user list");
            }
            tokens(users).removeAll(name);
            out().println("user " + name + " is removed");
            tellIfRunning();
            return ExitCode.DONE;
        }
    }

    static String words(Set<Role> roles) {
        return roles.stream()
                .sorted()
                .map(role -> role.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }
}
