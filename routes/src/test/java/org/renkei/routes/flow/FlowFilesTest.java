package org.renkei.routes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.StrictYaml;

class FlowFilesTest {
    private static final String GOOD = """
            flow: orders
            start: order-in
            accept: {format: json, maxBytes: 64KiB}
            record: {customer: "${body[customer]}"}
            passes: 50
            reply: {validity: 10m}
            steps:
              check:
                channel: order-check
                bean: check
                retry: {count: 5, delay: 200ms, backoff: 3, maxDelay: 10s, jitter: 0.5, on: [java.io.IOException],
                        never: [java.io.FileNotFoundException], crashes: 7}
                next:
                  - when: "${body[total]} > 0"
                    to: pay
                  - otherwise: ship
              pay:
                channel: order-pay
                bean: bank
                method: charge
                next: ship
              ship:
                channel: order-ship
                uri: "direct:ship"
                next: end
            """;
    private static final Map<String, ChannelConfig> CHANNELS =
            StrictYaml.read("channels.yaml", """
            order-in: {kind: persistent}
            order-check: {kind: persistent}
            order-pay: {kind: persistent}
            order-ship: {kind: persistent}
            spare: {kind: persistent}
            order-dead: {kind: persistent}
            memory: {kind: volatile}
            table: {kind: database, dataSource: shop}
            short: {kind: persistent, lifetime: 1d}
            """, new TypeReference<LinkedHashMap<String, ChannelConfig>>() {});
    private static final Set<String> APPLICATIONS = Set.of("check", "bank");

    @TempDir
    Path dir;

    @Test
    void shouldReadEveryKey() throws IOException {
        // When
        Flow flow = read(GOOD);

        // Then
        assertThat(flow.name()).isEqualTo("orders");
        assertThat(flow.start()).isEqualTo("order-in");
        assertThat(flow.accept().format()).isEqualTo(Accept.Format.JSON);
        assertThat(flow.accept().maxBytes().bytes()).isEqualTo(64 * 1024);
        assertThat(flow.record()).containsEntry("customer", "${body[customer]}");
        assertThat(flow.passes()).isEqualTo(50);
        assertThat(flow.replyValidity()).isEqualTo(Duration.ofMinutes(10));
        assertThat(flow.steps()).extracting(Step::name).containsExactly("check", "pay", "ship");
        Step check = flow.first();
        assertThat(check.retry())
                .isEqualTo(new RetryPolicy(
                        5,
                        Duration.ofMillis(200),
                        3.0,
                        Duration.ofSeconds(10),
                        0.5,
                        List.of("java.io.IOException"),
                        List.of("java.io.FileNotFoundException"),
                        7));
        assertThat(check.next())
                .containsExactly(new Route("${body[total]} > 0", "pay", null), new Route(null, null, "ship"));
        assertThat(flow.step("pay").orElseThrow().application()).hasToString("bank.charge");
        assertThat(flow.step("ship").orElseThrow().next()).containsExactly(Route.to("end"));
    }

    @Test
    void shouldReachAStepByATimeoutOrAFallback() throws IOException {
        // When
        Flow flow = read(GOOD.replace("passes: 50", "timeout: {after: 1d, to: pay}")
                .replace("to: pay\n", "to: ship\n")
                .replace("uri: \"direct:ship\"", "uri: \"direct:ship\"\n    timeout: 30s\n    fallback: pay"));

        // Then
        assertThat(flow.timeout()).isEqualTo(new Timeout(Duration.ofDays(1), "pay"));
        assertThat(flow.step("ship").orElseThrow().timeout()).isEqualTo(new Timeout(Duration.ofSeconds(30), null));
        assertThat(flow.step("ship").orElseThrow().fallback()).isEqualTo("pay");
    }

    @Test
    void shouldFillInDocumentedDefaults() throws IOException {
        // When
        Flow flow = read("""
                flow: f
                start: order-in
                steps:
                  only: {channel: order-check, bean: check, next: end}
                """);

        // Then
        assertThat(flow.accept()).isEqualTo(Accept.DEFAULT);
        assertThat(flow.accept().format()).isEqualTo(Accept.Format.ANY);
        assertThat(flow.accept().maxBytes().bytes()).isEqualTo(1 << 20);
        assertThat(flow.deadLetter()).isEqualTo(Channels.DEAD);
        assertThat(flow.passes()).isEqualTo(1000);
        assertThat(flow.replyValidity()).isEqualTo(Duration.ofHours(1));
        assertThat(flow.first().retry())
                .isEqualTo(new RetryPolicy(
                        3, Duration.ofSeconds(1), 2.0, Duration.ofMinutes(1), 0.0, List.of(), List.of(), 5));
    }

    @Test
    void shouldChangeTheVersionWithTheFile() throws IOException {
        String version = read(GOOD).version();

        assertThat(version).matches("[0-9a-f]{8}");
        assertThat(read(GOOD).version()).isEqualTo(version);
        assertThat(read(GOOD + "\n# a word more").version()).isNotEqualTo(version);
    }

    @Test
    void shouldReadNothingFromADirectoryThatIsNotThere() {
        assertThat(FlowFiles.read(dir.resolve("none"))).isEmpty();
    }

    /** Each row changes the good flow in one place, and names the line, the path and the problem that must be told. */
    static Stream<Arguments> broken() {
        return Stream.of(
                broken("flow: orders\n", "", "1: flow is missing"),
                broken("flow: orders", "flow: my flow", "1: flow must be letters, digits, _ and -"),
                broken("flow: orders", "flow: [a]", "1: flow must be a text"),
                broken("start: order-in\n", "", "start is missing"),
                broken(
                        "start: order-in",
                        "start: order-inn",
                        "2: start names the channel 'order-inn', which does not exist; did you mean order-in?"),
                broken(
                        "start: order-in",
                        "start: renkei.tracking",
                        "2: start names the channel 'renkei.tracking', which does not exist"),
                broken("start: order-in", "strat: order-in", "2: strat is unknown; did you mean start?"),
                broken("start: order-in", "start: order-in\nstart: spare", "3: start is given twice"),
                broken(
                        "start: order-in",
                        "start: order-check",
                        "steps.check.channel order-check is already the channel of the start of flow orders"),
                broken("format: json", "format: xml", "3: accept.format must be any or text or json, was xml"),
                broken("format: json", "fromat: json", "3: accept.fromat is unknown; did you mean format?"),
                broken("maxBytes: 64KiB", "maxBytes: lots", "3: accept.maxBytes must be a size"),
                broken("maxBytes: 64KiB", "maxBytes: 0", "3: accept.maxBytes must be 1 to 104857600 bytes, was 0"),
                broken(
                        "maxBytes: 64KiB",
                        "maxBytes: 1GiB",
                        "3: accept.maxBytes must be 1 to 104857600 bytes, was 1073741824"),
                broken("format: json", "format: text, schema: s.json", "3: accept.schema needs format: json"),
                broken("accept: {format: json, maxBytes: 64KiB}", "accept: json", "3: accept must be a mapping"),
                broken("record: {customer: \"${body[customer]}\"}", "record: customer", "4: record must be a mapping"),
                broken("passes: 50", "passes: 0", "5: passes must be 1 to 1000000, was 0"),
                broken("passes: 50", "passes: many", "5: passes must be a whole number"),
                broken("passes: 50", "passes: 1.5", "5: passes must be a whole number"),
                broken("validity: 10m", "validity: 0s", "6: reply.validity must be longer than nothing"),
                broken("validity: 10m", "validity: soon", "6: reply.validity must be a duration such as 500ms, 30s"),
                broken("validity: 10m", "valid: 10m", "6: reply.valid is unknown; known are validity"),
                broken("  check:\n    channel: order-check\n", "  check:\n", "steps.check.channel is missing"),
                broken(
                        "channel: order-check",
                        "channel: order-chek",
                        "9: steps.check.channel names the channel 'order-chek', which does not exist; did you mean order-check?"),
                broken(
                        "channel: order-check",
                        "chanel: order-check",
                        "9: steps.check.chanel is unknown; did you mean channel?"),
                broken(
                        "channel: order-pay",
                        "channel: order-check",
                        "steps.pay.channel order-check is already the channel of step check of flow orders"),
                broken(
                        "    bean: check\n",
                        "",
                        "steps.check must name its application by one of 'bean', 'uri', 'command' and 'http'"),
                broken(
                        "bean: check",
                        "bean: check\n    uri: direct:x",
                        "steps.check must name its application by one of 'bean', 'uri', 'command' and 'http'"),
                broken(
                        "bean: check",
                        "bean: chek",
                        "10: steps.check.bean names the application 'chek', which does not exist; did you mean check?"),
                broken(
                        "uri: \"direct:ship\"",
                        "uri: \"direct:ship\"\n    method: go",
                        "steps.ship.method needs a bean"),
                broken("count: 5", "count: -1", "11: steps.check.retry.count must be 0 to 1000, was -1"),
                broken("count: 5", "count: 1001", "11: steps.check.retry.count must be 0 to 1000, was 1001"),
                broken("count: 5", "count: five", "11: steps.check.retry.count must be a whole number"),
                broken("delay: 200ms", "delay: -1s", "11: steps.check.retry.delay"),
                broken("delay: 200ms", "delay: 200", "11: steps.check.retry.delay must be a duration"),
                broken("delay: 200ms", "delay: 20s", "11: steps.check.retry.maxDelay must not be below delay"),
                broken("backoff: 3", "backoff: 0.5", "11: steps.check.retry.backoff must be 1 to 10, was 0.5"),
                broken("backoff: 3", "backof: 3", "11: steps.check.retry.backof is unknown; did you mean backoff?"),
                broken("uri: \"direct:ship\"", "command: {run: []}", "steps.ship.command.run is missing"),
                broken("uri: \"direct:ship\"", "command: {run: ls}", "steps.ship.command.run"),
                broken(
                        "uri: \"direct:ship\"",
                        "command: {run: [ls], done: [0, 65]}",
                        "steps.ship.command.failed has the exit code 65, which done has too"),
                broken(
                        "uri: \"direct:ship\"",
                        "command: {run: [ls], failed: [-1]}",
                        "steps.ship.command.failed must be exit codes, 0 to 255"),
                broken("uri: \"direct:ship\"", "http: {method: PUT}", "steps.ship.http.url is missing"),
                broken(
                        "uri: \"direct:ship\"",
                        "http: {url: 'ftp://host/x'}",
                        "steps.ship.http.url must be an http or https address, was ftp://host/x"),
                broken(
                        "uri: \"direct:ship\"",
                        "http: {url: 'http://host/x', method: HEAD}",
                        "steps.ship.http.method must be POST, PUT, PATCH, DELETE or GET, was HEAD"),
                broken(
                        "uri: \"direct:ship\"",
                        "http: {url: 'http://host/x', failed: [4xx]}",
                        "must be a status such as 404, or a range such as 500-599, was 4xx"),
                broken("jitter: 0.5", "jitter: 2", "11: steps.check.retry.jitter must be 0 to 1, was 2.0"),
                broken("on: [java.io.IOException]", "on: 3", "steps.check.retry.on"),
                broken("crashes: 7", "crashes: 0", "steps.check.retry.crashes must be 1 to 1000, was 0"),
                broken("passes: 50", "timeout: soon", "5: timeout must be a duration such as 500ms, 30s"),
                broken("passes: 50", "timeout: 0s", "5: timeout.after must be at least a millisecond"),
                broken("passes: 50", "timeout: {to: pay}", "5: timeout.after is missing"),
                broken(
                        "passes: 50",
                        "timeout: {after: 1h, to: pai}",
                        "5: timeout.to names the step 'pai', which does not exist; did you mean pay?"),
                broken(
                        "channel: order-pay",
                        "channel: order-pay\n    timeout: {after: 1h, to: pay}",
                        "steps.pay.timeout.to names its own step, pay"),
                broken(
                        "channel: order-pay",
                        "channel: order-pay\n    timeout: {after: 1h, step: ship}",
                        "steps.pay.timeout.step is unknown"),
                broken(
                        "channel: order-pay",
                        "channel: order-pay\n    fallback: shipp",
                        "steps.pay.fallback names the step 'shipp', which does not exist; did you mean ship?"),
                broken(
                        "channel: order-pay",
                        "channel: order-pay\n    fallback: pay",
                        "steps.pay.fallback names its own step, pay"),
                broken("    next: ship\n", "", "steps.pay.next is missing"),
                broken(
                        "next: ship",
                        "next: shipp",
                        "steps.pay.next names the step 'shipp', which does not exist; did you mean ship?"),
                broken("next: ship", "next: []", "steps.pay.next is missing"),
                broken(
                        "next: ship",
                        "next: 'flow:billing'",
                        "steps.pay.next names the flow 'billing', which does not exist"),
                broken("next: ship", "next: pay", "steps.pay.next is a loop without exit"),
                broken("next: end", "next: check", "is a loop without exit"),
                broken("to: pay", "to: ship", "steps.pay cannot be reached from the first step, check"),
                broken(
                        "- otherwise: ship",
                        "- otherwise: ship\n      - otherwise: pay",
                        "steps.check.next has more than one 'otherwise'"),
                broken(
                        "- otherwise: ship",
                        "- when: \"true\"",
                        "must have either 'to' (with or without 'when') or 'otherwise'"),
                broken(
                        "- otherwise: ship",
                        "- otherwise: ship\n        when: \"true\"",
                        "cannot stand beside 'otherwise'"),
                broken("- otherwise: ship", "- els: ship", "els is unknown"),
                broken("  ship:\n", "  end:\n", "steps.end is no name for a step"),
                broken("  ship:\n", "  sh ip:\n", "steps.sh ip is no name for a step"),
                broken(
                        "passes: 50",
                        "deadLetter: nowhere",
                        "5: deadLetter names the channel 'nowhere', which does not exist"),
                broken("passes: 50", "passes: 50: 60", "not YAML"),
                broken("steps:", "steps: {}\nothers:", "others is unknown"),
                broken("steps:", "steps:\n\t", "not YAML"));
    }

    private static Arguments broken(String good, String bad, String told) {
        return arguments(told, GOOD.replace(good, bad));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void b2_shouldRefuseAndNameFileLineAndPath(String told, String yaml) throws IOException {
        assertThat(yaml).isNotEqualTo(GOOD);

        ConfigException refusal = catchThrowableOfType(ConfigException.class, () -> check(read(yaml)));

        assertThat(refusal).isNotNull();
        assertThat(refusal.getMessage())
                .startsWith("RNK-1001 " + dir.resolve("orders.yaml") + ":")
                .contains(told)
                .doesNotContain("com.fasterxml", "Exception");
        assertThat(refusal.getMessage().substring("RNK-1001 ".length()).lines())
                .allSatisfy(line -> assertThat(line).startsWith(dir.resolve("orders.yaml") + ":"));
    }

    @Test
    void shouldRefuseAnEmptyFileAndOneThatIsNoYaml() throws IOException {
        for (String text : List.of("", "   \n", "# nothing\n", "just words", "- a list", "{", "\u0000")) {
            assertThat(catchThrowableOfType(ConfigException.class, () -> read(text)))
                    .as("text '%s'", text)
                    .isNotNull();
        }
    }

    @Test
    void shouldRefuseTwoFlowsOfOneName() throws IOException {
        Flow flow = read(GOOD);

        assertThat(catchThrowableOfType(
                        ConfigException.class,
                        () -> new FlowCheck(CHANNELS, APPLICATIONS)
                                .check(List.of(FlowDraft.of(flow), FlowDraft.of(flow)))))
                .hasMessageContaining("orders is also the name of the flow in");
    }

    @Test
    void b2_shouldRefuseFlowsThatStartEachOtherForEver() throws IOException {
        Files.writeString(dir.resolve("a.yaml"), """
                flow: a
                start: order-in
                steps:
                  one: {channel: order-check, bean: check, next: 'flow:b'}
                """);
        Files.writeString(dir.resolve("b.yaml"), """
                flow: b
                start: spare
                steps:
                  two: {channel: order-pay, bean: check, next: 'flow:a'}
                """);

        assertThat(catchThrowableOfType(
                        ConfigException.class,
                        () -> new FlowCheck(CHANNELS, APPLICATIONS).check(FlowFiles.drafts(dir))))
                .hasMessageContaining("a.yaml:4: steps.one.next is a loop without exit");
    }

    @Test
    void b2_shouldRefuseAStartChannelAsDeadLetterChannel() throws IOException {
        Flow flow = read(GOOD.replace("passes: 50", "deadLetter: order-in"));

        assertThat(catchThrowableOfType(ConfigException.class, () -> check(flow)))
                .hasMessageContaining("5: deadLetter order-in is the channel of the start of flow orders");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                memory | must be a channel of kind persistent, which keeps what gave up over a stop; memory is volatile
                table  | must be a channel of kind persistent, which keeps what gave up over a stop; table is database
                short  | must be a channel without a lifetime, which keeps what gave up until somebody looks; short has one of 1d
                """)
    void c3_shouldRefuseADeadLetterChannelThatDoesNotKeepWhatGaveUp(String channel, String problem) throws IOException {
        Flow flow = read(GOOD.replace("passes: 50", "deadLetter: " + channel));

        assertThat(catchThrowableOfType(ConfigException.class, () -> check(flow)))
                .hasMessageContaining("orders.yaml:5: deadLetter " + problem);
    }

    @Test
    void shouldAcceptTheGoodFlow() throws IOException {
        check(read(GOOD));
    }

    private static void check(Flow flow) {
        new FlowCheck(CHANNELS, APPLICATIONS).check(List.of(FlowDraft.of(flow)));
    }

    private Flow read(String yaml) throws IOException {
        Files.writeString(dir.resolve("orders.yaml"), yaml);
        return FlowFiles.read(dir).get(0);
    }
}
