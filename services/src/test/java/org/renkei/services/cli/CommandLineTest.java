package org.renkei.services.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.renkei.services.config.Home;
import org.renkei.services.lifecycle.InstanceLock;
import picocli.CommandLine;

class CommandLineTest {
    private final Shell shell = new Shell();

    @TempDir
    private Path home;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "bogus",
                "status --bogus",
                "stop --drain --force",
                "stop --drain=soon",
                "start --plan --foreground",
                "submit",
                "submit orders --count many",
                "submit orders --count 0",
                "submit orders --priority urgent",
                "track --state gone",
                "dead",
                "dead show",
                "dead list --by colour",
                "dead retry",
                "dead retry --all --flow orders",
                "dead discard",
                "dead import --retry",
                "alarm",
                "alarm acknowledge",
                "activity --limit many",
                "channel",
                "channel stop",
                "channel stop order-in --now --within 5s",
                "user add shop",
                "token add scrape --role view",
                "token add scrape --user admin --role view --lifetime long",
                "user add shop --role king",
                "help bogus"
            })
    void shouldEndWith2ForWrongUsage(String line) {
        int exitCode = shell.run(line.isEmpty() ? new String[0] : line.split(" "));

        assertThat(exitCode).isEqualTo(ExitCode.USAGE);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).startsWith("renkei: ").hasLineCount(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status",
                "status --json",
                "pending",
                "stop",
                "stop --drain",
                "monitor",
                "monitor order-in",
                "submit orders",
                "track",
                "track --state failed --since 1h",
                "dead list --by error",
                "dead retry --all",
                "dead import",
                "flow list",
                "flow show orders",
                "flow block orders --reason stocktaking",
                "app list",
                "app pause payment orders.stock",
                "channel list",
                "channel stop order-in order-stock",
                "channel block order-in --reason stocktaking",
                "alarm list",
                "alarm acknowledge mi8x2k4f",
                "activity --since 1h"
            })
    void shouldEndWith4IfNothingRuns(String line) {
        int exitCode = shell.run((line + " --home " + home).split(" "));

        assertThat(exitCode).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(shell.err()).contains("not running", home.toString(), "start");
    }

    @Test
    void shouldTakeTheHomeBeforeTheVerbAsWell() {
        assertThat(shell.run("--home", home.toString(), "status")).isEqualTo(ExitCode.NOT_RUNNING);
        assertThat(shell.err()).contains(home.toString());
    }

    @Test
    void shouldCountAFileThatACrashLeftBehindAsNotRunning() throws Exception {
        Path file = home.resolve("data/run/server.json");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                {"pid": 2147483646, "httpHost": "127.0.0.1", "httpPort": 1, "corePort": 2, "amqpPort": 3,
                 "token": "t", "startedAt": "2026-01-01T00:00:00Z"}""");

        assertThat(shell.run("status", "--home", home.toString())).isEqualTo(ExitCode.NOT_RUNNING);
    }

    @Test
    void shouldEndWith1WhenAStopFailsAndIsCalledOff() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        answer(server, "/api/v1/status", 200, "{\"state\": \"RUNNING\"}");
        answer(server, "/api/v1/stop", 202, "{}");
        server.start();
        try (InstanceLock running = InstanceLock.take(new Home(home).lockFile())) {
            assertThat(running).isNotNull();
            Path file = home.resolve("data/run/server.json");
            Files.createDirectories(file.getParent());
            Files.writeString(
                    file,
                    String.format(
                            """
                    {"pid": %d, "httpHost": "127.0.0.1", "httpPort": %d, "corePort": 2, "amqpPort": 3,
                     "token": "t", "startedAt": "2026-01-01T00:00:00Z"}""",
                            ProcessHandle.current().pid(), server.getAddress().getPort()));

            assertThat(shell.run("stop", "--home", home.toString())).isEqualTo(ExitCode.FAILED);
            assertThat(shell.err()).contains("called off", "running", "stop --force");
        } finally {
            server.stop(0);
        }
    }

    private static void answer(HttpServer server, String path, int status, String body) {
        server.createContext(path, request -> {
            request.getRequestBody().readAllBytes();
            request.sendResponseHeaders(status, body.length());
            request.getResponseBody().write(body.getBytes(StandardCharsets.UTF_8));
            request.close();
        });
    }

    @ParameterizedTest
    @MethodSource("verbs")
    void shouldHelpWithAnExampleForEachVerb(List<String> verb) {
        String[] arguments = Stream.concat(verb.stream(), Stream.of("--help")).toArray(String[]::new);

        assertThat(shell.run(arguments)).isEqualTo(ExitCode.DONE);
        assertThat(shell.out()).contains("Usage: ", "Example", "./renkei " + verb.get(0));
        assertThat(shell.out().lines()).allMatch(line -> line.length() <= Table.WIDTH);
    }

    static Stream<List<String>> verbs() {
        return Renkei.commandLine().getSubcommands().entrySet().stream()
                .filter(verb -> !verb.getKey().equals("help"))
                .flatMap(verb ->
                        Stream.concat(Stream.of(List.of(verb.getKey())), inner(verb.getKey(), verb.getValue())));
    }

    private static Stream<List<String>> inner(String verb, CommandLine command) {
        return command.getSubcommands().keySet().stream().map(inner -> List.of(verb, inner));
    }

    @Test
    void shouldListTheExitCodes() {
        shell.run("--help");

        assertThat(shell.out()).contains("3   refused, because messages are pending", "4   not running");
    }

    @Test
    void shouldAddListAndRemoveTokens() {
        shell.run("user", "add", "shop", "--role", "client,view", "--home", home.toString());
        assertThat(shell.run("token", "add", "ci", "--user", "shop", "--role", "view", "--home", home.toString()))
                .isZero();
        assertThat(shell.out()).contains("renkei_", "token ci of user shop, roles view");
        assertThat(shell.run("token", "add", "ci", "--user", "shop", "--role", "operate", "--home", home.toString()))
                .isEqualTo(1);
        assertThat(shell.err()).contains("cannot have the role operate: user shop has only client, view");
        shell.run("token", "list", "--home", home.toString());
        assertThat(shell.out()).contains("shop", "ci");
        assertThat(shell.run("token", "remove", "ci", "--user", "shop", "--home", home.toString()))
                .isZero();
        assertThat(shell.run("token", "remove", "ci", "--user", "shop", "--home", home.toString()))
                .isEqualTo(1);
    }

    @Test
    void shouldRemoveTheTokensOfAUserWhoIsRemovedOrGetsANewPassword() {
        for (List<String> end : List.of(List.of("remove", "shop"), List.of("add", "shop", "--role", "view"))) {
            shell.run("user", "add", "shop", "--role", "view", "--home", home.toString());
            shell.run("token", "add", "ci", "--user", "shop", "--role", "view", "--home", home.toString());
            assertThat(home.resolve("etc/tokens.yaml")).content().contains("shop");

            shell.run(Stream.concat(
                            Stream.of("user"), Stream.concat(end.stream(), Stream.of("--home", home.toString())))
                    .toArray(String[]::new));

            assertThat(home.resolve("etc/tokens.yaml")).content().doesNotContain("shop");
        }
    }

    @Test
    void shouldAddListAndRemoveUsers() {
        assertThat(shell.run("user", "add", "shop", "--role", "client,view", "--home", home.toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(shell.out()).contains("user shop, roles client, view, password ");

        shell.run("user", "list", "--home", home.toString());
        assertThat(shell.out().lines()).containsExactly("USER   ROLES", "admin  administer", "shop   client, view");

        assertThat(shell.run("user", "remove", "shop", "--home", home.toString()))
                .isEqualTo(ExitCode.DONE);
        assertThat(shell.run("user", "remove", "shop", "--home", home.toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(shell.err()).startsWith("renkei: no user 'shop'");
    }
}
