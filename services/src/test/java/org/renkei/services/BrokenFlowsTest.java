package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.services.cli.ExitCode;
import org.renkei.services.cli.Shell;

/** Whatever somebody deploys, the system refuses it clearly, or runs it; and what ran before runs on (B2). */
class BrokenFlowsTest {
    private static final Pattern LINE = Pattern.compile("(RNK-1001 )?(\\S+\\.ya?ml(:\\d+)?: \\S.*|and \\d+ more)");
    private static final List<String> OURS = List.of(
            "com.fasterxml",
            "org.yaml",
            "org.renkei",
            "org.apache.camel.",
            "java.lang",
            "java.util",
            "reference chain",
            "Exception:",
            "\tat ");

    private final Shell shell = new Shell();

    @TempDir
    private static Path directory;

    private static ServerFixture server;

    @TempDir
    private Path desk;

    @BeforeAll
    static void start() throws Exception {
        server = new ServerFixture(directory);
        Files.writeString(server.home().channelsFile(), BrokenFlows.CHANNELS, StandardOpenOption.APPEND);
        Files.writeString(
                server.home().settingsFile(),
                Files.readString(server.home().settingsFile()).replace("maxBody: 64KiB", "maxBody: 4MiB"));
        Files.writeString(server.home().flows().resolve("orders.yaml"), BrokenFlows.GOOD);
        server.start();
        GateApplication.shut();
        GateApplication.open();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void b2_shouldRefuseTwoHundredBrokenFilesAndRunOn() throws Exception {
        Map<String, BrokenFlows.Case> broken = BrokenFlows.all();
        assertThat(broken.values().stream().map(BrokenFlows.Case::yaml).distinct())
                .hasSizeGreaterThan(200);
        Map<String, String> before = versions();
        Map<Path, String> files = files();
        String job = server.submit("durable");

        SoftAssertions all = new SoftAssertions();
        broken.forEach((name, one) -> {
            HttpResponse<String> answer = server.asToken("POST", "/flows", request(one.yaml()));
            String told = ServerFixture.json(answer).path("detail").asText();
            all.assertThat(answer.statusCode()).as(name).isEqualTo(400);
            all.assertThat(told)
                    .as(name)
                    .startsWith("RNK-1001 ")
                    .contains(one.told())
                    .doesNotContain(OURS);
            all.assertThat(told.lines())
                    .as(name)
                    .allMatch(line -> LINE.matcher(line).matches());
        });
        for (byte[] bytes : BrokenFlows.noText()) {
            Path file = Files.write(desk.resolve("orders.yaml"), bytes);
            all.assertThat(deploy(file)).isEqualTo(ExitCode.FAILED);
            all.assertThat(shell.err().trim()).isEqualTo("renkei: RNK-1001 " + file + ": is not UTF-8 text");
        }
        all.assertAll();

        assertThat(versions()).isEqualTo(before);
        assertThat(files()).isEqualTo(files);
        assertThat(server.get("/flows/orders/versions").path("versions")).hasSize(1);
        assertThat(server.get("/status").path("problems").toString()).doesNotContain("etc/flows");
        server.awaitState(job, "COMPLETED");
        server.awaitState(server.submit("durable"), "COMPLETED");
    }

    @Test
    void b2_shouldTellEverythingThatIsWrongAtOnce() throws Exception {
        Path file = Files.writeString(
                desk.resolve("orders.yaml"),
                BrokenFlows.GOOD
                        .replace("maxBytes: 64KiB", "maxBytes: 64KiB\n  colour: red")
                        .replace("count: 5", "count: five")
                        .replace("delay: 200ms", "delay: soon")
                        .replace("channel: order-pay", "channel: order-pya")
                        .replace("    undo:\n      bean: gate", "    undo:\n      bean: gaet")
                        .replace("next: ship", "next: shipp")
                        .replace("to: print", "to: ship")
                        .replace("== 99", "=== 99")
                        .replace("\"log:pay?level=DEBUG\"", "\"smtp:mail\""));
        Path other = Files.writeString(desk.resolve("other.yaml"), "flow: other\nsteps: [\n");
        List<String> told = List.of(
                "orders.yaml:6: accept.colour is unknown; known are format, maxBytes, schema",
                "orders.yaml:21: steps.check.retry.count must be a whole number, was five",
                "orders.yaml:22: steps.check.retry.delay must be a duration such as 500ms, 30s, 5m, 1h or 7d, was soon",
                "orders.yaml:31: steps.check.next[0] has the condition '${body[total]} === 99', which is not Camel simple: "
                        + "Unexpected token = at location 15",
                "orders.yaml:35: steps.pay.channel names the channel 'order-pya', which does not exist; did you mean order-pay?",
                "orders.yaml:36: steps.pay.uri needs the Camel component smtp: put org.apache.camel:camel-mail:4.18.2, and the"
                        + " jars that it needs, into lib/ and start again",
                "orders.yaml:39: steps.pay.undo.bean names the application 'gaet', which does not exist; did you mean gate?",
                "orders.yaml:41: steps.pay.next names the step 'shipp', which does not exist; did you mean ship?",
                "orders.yaml:52: steps.print cannot be reached from the first step, check",
                "other.yaml:3: is not YAML: expected the node content, but found '<stream end>'");

        assertThat(shell.run("flow", "check", file.toString(), other.toString(), "--home", directory.toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(names(shell.err())).containsExactlyElementsOf(told);
        assertThat(deploy(file, other)).isEqualTo(ExitCode.FAILED);
        assertThat(names(shell.err())).containsExactlyElementsOf(told);

        assertThat(shell.run("flow", "check", "--json", file.toString(), "--home", directory.toString()))
                .isEqualTo(ExitCode.FAILED);
        assertThat(shell.out()).contains("\"line\" : 6", "\"path\" : \"accept.colour\"", "\"file\" : \"" + file + "\"");
        JsonNode problem = ServerFixture.json(server.asToken(
                "POST",
                "/flows",
                "{\"files\": [{\"file\": \"x.yaml\", \"yaml\": \"flow: 'x x'\\nstart: order-inn\\n\"}]}"));
        assertThat(problem.path("status").asInt()).isEqualTo(400);
        assertThat(problem.path("problems").findValuesAsText("path")).containsExactly("flow", "steps", "start");
    }

    private static String request(String yaml) {
        return new ObjectMapper()
                .valueToTree(Map.of("files", List.of(Map.of("file", "orders.yaml", "yaml", yaml))))
                .toString();
    }

    /** Each line without the folder. */
    private static List<String> names(String lines) {
        return lines.lines()
                .map(line -> line.replaceFirst("^(renkei: RNK-1001 )?\\s*\\S*/", ""))
                .toList();
    }

    private int deploy(Path... files) {
        List<String> arguments = new ArrayList<>(List.of("flow", "deploy", "--home", directory.toString()));
        Stream.of(files).map(Path::toString).forEach(arguments::add);
        return shell.run(arguments.toArray(String[]::new));
    }

    private Map<String, String> versions() {
        Map<String, String> versions = new TreeMap<>();
        server.get("/flows")
                .path("flows")
                .forEach(flow -> versions.put(
                        flow.path("name").asText(), flow.path("version").asText()));
        return versions;
    }

    private Map<Path, String> files() throws IOException {
        Map<Path, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.list(server.home().flows())) {
            for (Path file : files.toList()) {
                texts.put(file, Files.readString(file));
            }
        }
        return texts;
    }
}
