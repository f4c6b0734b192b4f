package org.renkei.services.cli;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.Token;
import org.renkei.broker.access.Tokens;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What scripts sign in with over HTTP (D9). Works on {@code etc/tokens.yaml}, whether the server runs or not. */
@Command(
        name = "token",
        description = "Add, list and remove tokens, with which scripts sign in over HTTP.",
        footer = {"", "Examples:", "  ./renkei token add scrape --user admin --role view", "  ./renkei token list"},
        subcommands = {TokenCommand.Add.class, TokenCommand.Listing.class, TokenCommand.Remove.class})
final class TokenCommand extends VerbGroup {

    /** A verb about the tokens of the home. */
    abstract static class TokenVerb extends UserCommand.UserVerb {
        final Tokens tokens() {
            return tokens(users());
        }
    }

    @Command(
            name = "add",
            description = "Add a token, or put a new one in place of one. Prints it once.",
            footer = {"", "Example:", "  ./renkei token add scrape --user admin --role view --lifetime 90d"})
    static final class Add extends TokenVerb {
        @Parameters(paramLabel = "NAME", description = "Letters, digits, dot, dash, underscore.")
        private String name;

        @Option(names = "--user", required = true, paramLabel = "NAME", description = "Whose it is.")
        private String user;

        @Option(
                names = "--role",
                required = true,
                split = ",",
                paramLabel = "ROLE",
                description = "client, view, operate or administer, as far as the user has it; several with commas.")
        private List<Role> roles;

        @Option(
                names = "--lifetime",
                paramLabel = "TIME",
                defaultValue = "365d",
                converter = DurationConverter.class,
                description = "After which it is worth nothing, as 90d. Default: 365d.")
        private Duration lifetime;

        @Override
        public Integer call() {
            Tokens tokens = tokens();
            record("token make", user + " " + name, UserCommand.words(EnumSet.copyOf(roles)));
            String token = tokens.make(user, name, EnumSet.copyOf(roles), lifetime);
            out().println(token);
            out().println("token " + name + " of user " + user + ", roles " + UserCommand.words(EnumSet.copyOf(roles))
                    + "; it is not shown again");
            tellIfRunning();
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "list",
            description = "Show all tokens, without what is secret.",
            footer = {"", "Example:", "  ./renkei token list"})
    static final class Listing extends TokenVerb {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            List<Token> tokens = tokens().list();
            if (json) {
                printJson(JsonMapper.builder()
                        .addModule(new JavaTimeModule())
                        .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                        .build()
                        .valueToTree(tokens));
                return ExitCode.DONE;
            }
            Table table = new Table().id("USER").id("TOKEN").text("ROLES").text("EXPIRES");
            tokens.forEach(token -> table.row(
                    token.user(), token.name(), UserCommand.words(token.roles()), Moment.of(token.expiresAt())));
            table.print(out());
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "remove",
            description = "Make a token worthless.",
            footer = {"", "Example:", "  ./renkei token remove scrape --user admin"})
    static final class Remove extends TokenVerb {
        @Parameters(paramLabel = "NAME", description = "The token's name.")
        private String name;

        @Option(names = "--user", required = true, paramLabel = "NAME", description = "Whose it is.")
        private String user;

        @Override
        public Integer call() {
            Tokens tokens = tokens();
            record("token remove", user + " " + name, null);
            if (!tokens.remove(user, name)) {
                throw new CommandException("user '" + user + "' has no token '" + name + "'; see: "
                        + Installation.command(home()) + " token list");
            }
            out().println("token " + name + " of user " + user + " is removed");
            tellIfRunning();
            return ExitCode.DONE;
        }
    }
}
