package org.renkei.broker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.Priority;

class StrictYamlTest {

    @TempDir
    Path folder;

    record Step(String channel, Integer timeoutCount, Boolean waits, List<String> routes, Duration timeout) {}

    record Flow(String start, Map<String, Step> steps, ByteSize limit, int version) {}

    @Test
    void shouldReadAChannelWithEveryKey() {
        ChannelConfig channel = channels("""
                order-in:
                  kind: persistent
                  autostart: false
                  max: 1000
                  watch: 800
                  rearm: 700
                  unblock: 900
                  lifetime: 7d
                  consumers: 2
                  batch: 5
                  priority: high
                """).get("order-in");

        assertThat(channel)
                .isEqualTo(new ChannelConfig(
                        ChannelKind.PERSISTENT,
                        false,
                        1000L,
                        800L,
                        700L,
                        900L,
                        Duration.ofDays(7),
                        2,
                        5,
                        Priority.HIGH,
                        null));
    }

    @Test
    void shouldKeepTheOrderOfDeclaration() {
        assertThat(channels("c: {kind: volatile}\na: {kind: volatile}\nb: {kind: volatile}\n")
                        .keySet())
                .containsExactly("c", "a", "b");
    }

    @Test
    void shouldReadSizesAndDurations() {
        Flow flow = StrictYaml.read("f.yaml", "limit: 64KiB\nversion: 1\nsteps: {a: {timeout: PT1.5S}}", Flow.class);

        assertThat(flow.limit()).isEqualTo(new ByteSize(65_536));
        assertThat(flow.steps().get("a").timeout()).isEqualTo(Duration.ofMillis(1_500));
    }

    static Stream<Arguments> wrongChannels() {
        return Stream.of(
                Arguments.of("", "c.yaml:1: is empty"),
                Arguments.of("# nothing\n", "c.yaml:1: is empty"),
                Arguments.of("---\n", "c.yaml:1: is empty"),
                Arguments.of("~\n", "c.yaml:1:"),
                Arguments.of("a: [\n", "is not YAML"),
                Arguments.of("a: {kind: volatile\nb: 1\n", "is not YAML"),
                Arguments.of("a:\n\tkind: volatile\n", "c.yaml:2: is not YAML"),
                Arguments.of("a: 'unfinished\n", "is not YAML"),
                Arguments.of("%&*!\n", "is not YAML"),
                Arguments.of("a: \u0007\n", "is not YAML"),
                Arguments.of("- kind: volatile\n", "c.yaml:1: must be a mapping"),
                Arguments.of("just text\n", "c.yaml:1: must be a mapping"),
                Arguments.of("42\n", "c.yaml:1: must be a mapping"),
                Arguments.of("a: {kind: volatile}\n---\nb: {kind: volatile}\n", "second document"),
                Arguments.of("a: {kind: volatile}\na: {kind: persistent}\n", "c.yaml:2: a is given twice"),
                Arguments.of("a:\n  kind: volatile\n  kind: persistent\n", "c.yaml:3: a.kind is given twice"),
                Arguments.of("a: &x {kind: volatile}\nb: *x\n", "anchor"),
                Arguments.of("a: &x [*x]\n", "anchor"),
                Arguments.of("? {a: b}\n: {kind: volatile}\n", "not a plain word"),
                Arguments.of("a: {}\n", "c.yaml:1: a.kind is missing"),
                Arguments.of("x: {kind: volatile}\na:\n  max: 5\n", "c.yaml:2: a.kind is missing"),
                Arguments.of("a: {kind: }\n", "c.yaml:1: a.kind is missing"),
                Arguments.of("a: volatile\n", "c.yaml:1: a must be a mapping (key: value)"),
                Arguments.of("a: [volatile]\n", "c.yaml:1: a must be a mapping (key: value)"),
                Arguments.of("a: 7\n", "c.yaml:1: a must be a mapping (key: value)"),
                Arguments.of("a: {kind: durable}\n", "a.kind must be volatile or persistent or database, was durable"),
                Arguments.of("a: {kind: 1}\n", "c.yaml:1: a.kind must be volatile or persistent"),
                Arguments.of("a: {kind: [volatile]}\n", "c.yaml:1: a.kind must be volatile or persistent"),
                Arguments.of("a: {kind: database}\n", "a.dataSource is missing"),
                Arguments.of("a: {kind: volatile, maxx: 5}\n", "a.maxx is unknown; did you mean max?"),
                Arguments.of("a: {kind: volatile, wacth: 5}\n", "a.wacth is unknown; did you mean watch?"),
                Arguments.of("a: {kind: volatile, Max: 5}\n", "a.Max is unknown; did you mean max?"),
                Arguments.of("a: {kind: volatile, colour: 5}\n", "a.colour is unknown; known are"),
                Arguments.of("a:\n  kind: volatile\n\n  retries: 5\n", "c.yaml:4: a.retries is unknown"),
                Arguments.of("a: {kind: volatile, <<: 5}\n", "c.yaml:1: a.<< is unknown"),
                Arguments.of("a: {kind: volatile, max: 0}\n", "a.max must be 1 to 10000000, was 0"),
                Arguments.of("a: {kind: volatile, max: -1}\n", "a.max must be 1 to"),
                Arguments.of("a: {kind: volatile, max: 10000001}\n", "a.max must be 1 to"),
                Arguments.of(
                        "a: {kind: volatile, max: 99999999999999999999}\n", "c.yaml:1: a.max must be a whole number"),
                Arguments.of("a: {kind: volatile, max: many}\n", "a.max must be a whole number, was many"),
                Arguments.of("a: {kind: volatile, max: 1.5}\n", "c.yaml:1: a.max must be a whole number"),
                Arguments.of("a: {kind: volatile, max: true}\n", "c.yaml:1: a.max must be a whole number"),
                Arguments.of("a: {kind: volatile, max: [5]}\n", "c.yaml:1: a.max must be a whole number"),
                Arguments.of("a: {kind: volatile, max: {b: 5}}\n", "c.yaml:1: a.max must be a whole number"),
                Arguments.of(
                        "a:\n  kind: volatile\n  max: 500\n  watch: 800\n",
                        "c.yaml:3: a.max must not be below watch (800), was 500"),
                Arguments.of("a: {kind: volatile, max: 10, watch: 0}\n", "a.watch must be 1 to 10, was 0"),
                Arguments.of(
                        "a: {kind: volatile, max: 10, watch: 5, rearm: 5}\n",
                        "a.rearm must be 0 or more and below watch (5), was 5"),
                Arguments.of("a: {kind: volatile, rearm: -1}\n", "a.rearm must be 0 or more"),
                Arguments.of(
                        "a: {kind: volatile, max: 10, unblock: 10}\n",
                        "a.unblock must be 0 or more and below max (10), was 10"),
                Arguments.of("a: {kind: volatile, unblock: -5}\n", "a.unblock must be 0 or more"),
                Arguments.of(
                        "a: {kind: volatile, lifetime: soon}\n",
                        "a.lifetime must be a duration such as 500ms, 30s, 5m, 1h or 7d, was soon"),
                Arguments.of("a: {kind: volatile, lifetime: 5}\n", "a.lifetime must be a duration"),
                Arguments.of("a: {kind: volatile, lifetime: -5s}\n", "a.lifetime must be a duration"),
                Arguments.of("a: {kind: volatile, lifetime: 0s}\n", "a.lifetime must be longer than nothing"),
                Arguments.of("a: {kind: volatile, lifetime: [1s]}\n", "a.lifetime must be a duration"),
                Arguments.of("a: {kind: volatile, lifetime: 999999999999d}\n", "a.lifetime must be a duration"),
                Arguments.of("a: {kind: volatile, consumers: 0}\n", "a.consumers must be 1 to 256, was 0"),
                Arguments.of("a: {kind: volatile, consumers: 257}\n", "a.consumers must be 1 to 256, was 257"),
                Arguments.of("a: {kind: volatile, batch: 0}\n", "a.batch must be 1 to 1000, was 0"),
                Arguments.of("a: {kind: volatile, batch: 1001}\n", "a.batch must be 1 to 1000"),
                Arguments.of(
                        "a: {kind: volatile, priority: urgent}\n",
                        "a.priority must be low or normal or high, was urgent"),
                Arguments.of("a: {kind: volatile, autostart: maybe}\n", "a.autostart must be true or false, was maybe"),
                Arguments.of("a: {kind: volatile, autostart: 1}\n", "c.yaml:1: a.autostart must be true or false"));
    }

    @ParameterizedTest
    @MethodSource("wrongChannels")
    void shouldSayInOneLineWhatIsWrongAndWhere(String yaml, String expected) {
        assertThatThrownBy(() -> channels(yaml))
                .isInstanceOf(ConfigException.class)
                .satisfies(e -> {
                    assertThat(e.getMessage()).startsWith("RNK-1001 c.yaml:").contains(expected);
                    assertThat(e.getMessage().lines()).hasSize(1);
                    assertThat(e.getMessage())
                            .doesNotContain("jackson", "java.", "org.renkei", "snakeyaml", "com.fasterxml");
                });
    }

    static Stream<Arguments> wrongFlows() {
        return Stream.of(
                Arguments.of(
                        "version: 1\nsteps:\n  stock:\n    chanel: x\n",
                        "f.yaml:4: steps.stock.chanel is unknown; did you mean channel?"),
                Arguments.of(
                        "version: 1\nsteps:\n  stock:\n    routes: [a, {b: c}]\n",
                        "f.yaml:4: steps.stock.routes[1] must be a text"),
                Arguments.of("version: 1\nsteps: [a]\n", "f.yaml:2: steps must be a mapping (key: value)"),
                Arguments.of("version: 1\nsteps: {a: {routes: b}}\n", "f.yaml:2: steps.a.routes must be a list"),
                Arguments.of("version: 1\nlimit: much\n", "f.yaml:2: limit must be a size such as 64KiB"),
                Arguments.of("start: a\n", "f.yaml:1: version must be a whole number"),
                Arguments.of("version: \n", "f.yaml:1: version must be a whole number"));
    }

    @ParameterizedTest
    @MethodSource("wrongFlows")
    void shouldNameTheFullPath(String yaml, String expected) {
        assertThatThrownBy(() -> StrictYaml.read("f.yaml", yaml, Flow.class)).hasMessageContaining(expected);
    }

    @Test
    void shouldRefuseAHugeFile() throws IOException {
        Path file = folder.resolve("huge.yaml");
        Files.writeString(file, "#".repeat(2 << 20));

        assertThatThrownBy(() -> StrictYaml.read(file, Flow.class)).hasMessageEndingWith("is larger than 1MiB");
    }

    @Test
    void shouldRefuseWhatCannotBeRead() throws IOException {
        Path binary = folder.resolve("binary.yaml");
        Files.write(binary, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});

        assertThatThrownBy(() -> StrictYaml.read(binary, Flow.class)).hasMessageEndingWith("is not UTF-8 text");
        assertThatThrownBy(() -> StrictYaml.read(folder.resolve("none.yaml"), Flow.class))
                .hasMessageEndingWith("none.yaml: cannot be read: there is no such file");
        assertThatThrownBy(() -> StrictYaml.read(folder, Flow.class)).hasMessageContaining("cannot be read");
    }

    @Test
    void shouldRefuseDeepNesting() {
        assertThatThrownBy(() -> channels("a: " + "[".repeat(500) + "]".repeat(500)))
                .hasMessageStartingWith("RNK-1001 c.yaml:1")
                .hasMessageContaining("is not YAML");
    }

    @Test
    void shouldWriteDurationsAsTheyAreRead() {
        for (String text : List.of("100us", "500ms", "30s", "5m", "1h", "7d")) {
            assertThat(DurationText.format(DurationText.parse(text))).isEqualTo(text);
        }
    }

    private static Map<String, ChannelConfig> channels(String yaml) {
        return StrictYaml.read("c.yaml", yaml, new TypeReference<>() {});
    }
}
