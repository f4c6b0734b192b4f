package org.renkei.routes.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.type.TypeReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.ConfigProblem;
import org.renkei.broker.config.StrictYaml;

/** All that is wrong is told, and nothing that only follows from it. */
class FlowProblemsTest {
    private static final String GOOD = """
            flow: orders
            start: order-in
            accept: {format: json}
            timeout: {after: 1d, to: ship}
            steps:
              check:
                channel: order-check
                bean: check
                retry: {count: 5, delay: 1s, maxDelay: 10s}
                next: [pay]
              pay:
                channel: order-pay
                bean: bank
                next: ship
              ship:
                channel: order-ship
                bean: bank
                join: {timeout: 1h, body: merge}
                next: end
            """;
    private static final Map<String, ChannelConfig> CHANNELS =
            StrictYaml.read("channels.yaml", """
            order-in: {kind: persistent}
            order-check: {kind: persistent}
            order-pay: {kind: persistent}
            order-ship: {kind: persistent}
            other-in: {kind: persistent}
            other-do: {kind: persistent}
            """, new TypeReference<LinkedHashMap<String, ChannelConfig>>() {});

    /** Changes of the good flow by one or two replacements, and all that must be told. */
    static Stream<Arguments> changes() {
        return Stream.of(
                // The name of a key that is meant is not missing, and neither is what could not be read.
                told(
                        "channel: order-pay",
                        "chanel: order-pay",
                        "12: steps.pay.chanel is unknown; did you mean channel?"),
                told("start: order-in", "start: [order-in]", "2: start must be a text"),
                told("next: ship", "nxt: ship", "14: steps.pay.nxt is unknown; did you mean next?"),
                told("bean: bank", "baen: bank", "13: steps.pay.baen is unknown; did you mean bean?"),
                // What depends on it is not judged.
                told("format: json", "format: jsn", "3: accept.format must be any or text or json, was jsn"),
                told("delay: 1s", "delay: soon", "9: steps.check.retry.delay must be a duration"),
                // A step that is there, but cannot be read, is no unknown one.
                told("channel: order-pay\n    bean: bank\n    next: ship", "[a]", "11: steps.pay must be a mapping"),
                told(
                        "  pay:\n    channel: order-pay\n    bean: bank\n    next: ship\n",
                        "  pay: 5\n",
                        "11: steps.pay must be a mapping"),
                // What a misspelt name means is reached, and ends.
                told(
                        "[pay]",
                        "[pya]",
                        "10: steps.check.next names the step 'pya', which does not exist; did you mean pay?"),
                told("next: ship", "next: shp", "14: steps.pay.next names the step 'shp', which does not exist"),
                told("[pay]", "[nowhere]", "10: steps.check.next names the step 'nowhere', which does not exist"),
                // Of a loop one step, of what lies behind what is not reached nothing.
                told("next: end", "next: pay", "10: steps.check.next is a loop without exit"),
                told("[pay]", "[end]", "11: steps.pay cannot be reached from the first step, check"),
                // Of a name that is no name only that.
                told("  pay:", "  p ay:", "11: steps.p ay is no name for a step"),
                told("flow: orders", "flow: my orders", "1: flow must be letters"),
                arguments(
                        "two keys at the end",
                        GOOD + "passes: 0\ncolour: red\n",
                        List.of("20: passes must be 1 to 1000000, was 0", "21: colour is unknown; known are")));
    }

    private static Arguments told(String good, String bad, String... told) {
        return arguments(bad, GOOD.replaceFirst(Pattern.quote(good), bad), List.of(told));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void b2_shouldTellEachThingOnce(String change, String yaml, List<String> told) {
        List<String> problems = problems(draft("orders.yaml", yaml));

        assertThat(problems).hasSameSizeAs(told);
        for (int i = 0; i < told.size(); i++) {
            assertThat(problems.get(i)).startsWith("orders.yaml:" + told.get(i));
        }
    }

    @Test
    void b2_shouldCheckTheNeighboursOfAFileThatIsNoYaml() {
        String other = """
                flow: other
                start: other-in
                steps:
                  do: {channel: other-do, bean: chek, next: 'flow:orders'}
                """;

        assertThat(problems(draft("broken.yaml", "flow: ["), draft("other.yaml", other)))
                .containsExactly(
                        "broken.yaml:1: is not YAML: expected the node content, but found '<stream end>'",
                        "other.yaml:4: steps.do.bean names the application 'chek', which does not exist; did you mean check?");
    }

    /** Any of the others would be as near. */
    @ParameterizedTest
    @CsvSource({"a, b, c, x", "s1, s2, s3, s9"})
    void b2_shouldGuessNothingFromNamesThatAreMuchAlike(String first, String second, String third, String wrong) {
        String flow = """
                flow: orders
                start: order-in
                steps:
                  %s: {channel: order-check, bean: bank, next: %s}
                  %s: {channel: order-pay, bean: bank, next: %s}
                  %s: {channel: order-ship, bean: bank, next: end}
                """.formatted(first, wrong, second, third, third);

        assertThat(problems(draft("orders.yaml", flow)))
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("orders.yaml:4: steps." + first + ".next names the step '" + wrong
                                + "', which does not exist"));
    }

    @Test
    void b2_shouldTellTheSecondOfTwoFlowsOfOneNameNothingElse() {
        assertThat(problems(draft("a.yaml", GOOD), draft("b.yaml", GOOD)))
                .containsExactly("b.yaml:1: flow orders is also the name of the flow in a.yaml");
    }

    @Test
    void shouldShowAHundredOfMany() {
        StringBuilder yaml = new StringBuilder(GOOD.substring(0, GOOD.indexOf("  check:")));
        IntStream.range(0, 123)
                .forEach(i ->
                        yaml.append("  s" + i + ": {channel: order-check, bean: check, next: end, key" + i + ": x}\n"));

        ConfigException all = catchThrowableOfType(
                ConfigException.class, () -> draft("many.yaml", yaml.toString()).whole());

        assertThat(all.problems()).hasSize(123);
        assertThat(all.getMessage().lines()).hasSize(101).endsWith("and 23 more");
    }

    private static FlowDraft draft(String file, String yaml) {
        return FlowFiles.draft(new FlowSource(file, yaml, null));
    }

    private static List<String> problems(FlowDraft... drafts) {
        ConfigException all = catchThrowableOfType(
                ConfigException.class, () -> new FlowCheck(CHANNELS, Set.of("check", "bank")).check(List.of(drafts)));
        return all == null
                ? List.of()
                : all.problems().stream().map(ConfigProblem::toString).toList();
    }
}
