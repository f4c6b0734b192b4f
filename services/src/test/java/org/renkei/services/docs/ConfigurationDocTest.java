package org.renkei.services.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.renkei.broker.channel.ChannelConfig;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.config.ByteSize;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.table.DataSourceConfig;
import org.renkei.routes.flow.Accept;
import org.renkei.routes.flow.CommandConfig;
import org.renkei.routes.flow.HttpConfig;
import org.renkei.routes.flow.RetryPolicy;
import org.renkei.routes.flow.Route;
import org.renkei.routes.flow.Undo;
import org.renkei.routes.trace.TracingConfig;
import org.renkei.services.config.RenkeiConfig;

/** The reference in docs/ names every key that the code reads, and no other, with the default that the code has. */
class ConfigurationDocTest {
    private static final Set<Class<?>> IN_ONE_ROW = Set.of(ByteSize.class, Undo.class);
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern ROW = Pattern.compile("^\\| `([A-Za-z.]+)` \\| ([^|]*) \\|", Pattern.MULTILINE);

    /** Defaults that the code only knows when it runs, and keys without one, in the words of the page. */
    private static final Map<String, String> TOLD = Map.of(
            "node",
            "the machine's name",
            "broker.memory",
            "a quarter of the heap",
            "tracking.url",
            "embedded H2 in data/tracking",
            "dataSources.NAME.url",
            "embedded H2 in data/databases",
            "tracing.otlp",
            "must be given",
            "applications",
            "none");

    @Test
    void shouldDescribeEveryKeyOfRenkeiYamlWithItsDefault() throws Exception {
        Map<String, String> keys = new TreeMap<>();
        flatten("", RenkeiConfig.defaults(), keys);
        flatten("dataSources.NAME.", DataSourceConfig.embedded(), keys);
        keys.put("http.tls.keyStore", "must be given");
        keys.put("http.tls.password", "must be given");
        flatten("tracing.", new TracingConfig("http://any", null, null), keys);
        keys.putAll(TOLD);

        assertThat(section("## etc/renkei.yaml")).isEqualTo(keys);
    }

    @Test
    void shouldDescribeEveryKeyOfChannelsYamlWithItsDefault() throws Exception {
        Map<String, String> keys = new TreeMap<>();
        flatten("", ChannelConfig.of(ChannelKind.PERSISTENT), keys);
        keys.put("kind", "must be given");

        assertThat(section("## etc/channels.yaml")).isEqualTo(keys);
    }

    @Test
    void shouldDescribeEveryKeyOfAFlowWithItsDefault() throws Exception {
        Map<String, String> documented = section("## etc/flows/*.yaml");
        Map<String, String> keys = new TreeMap<>();
        Class<?> document = Class.forName("org.renkei.routes.flow.FlowDocument");
        names("", document, keys);
        names("steps.NAME.", Class.forName("org.renkei.routes.flow.FlowDocument$StepDocument"), keys);
        names("steps.NAME.next.", Route.class, keys);

        assertThat(documented.keySet()).containsExactlyInAnyOrderElementsOf(keys.keySet());
        Map<String, String> defaults = new TreeMap<>();
        flatten("accept.", Accept.DEFAULT, defaults);
        flatten("steps.NAME.retry.", RetryPolicy.DEFAULT, defaults);
        flatten(
                "steps.NAME.command.",
                new CommandConfig(List.of("any"), null, null, null, null, null, null, null),
                defaults);
        defaults.put("steps.NAME.command.run", "none");
        flatten("steps.NAME.http.", new HttpConfig("http://any", null, null, null, null, null, null, null), defaults);
        defaults.put("steps.NAME.http.url", "none");
        assertThat(documented).containsAllEntriesOf(defaults);
    }

    @Test
    void shouldDescribeEveryErrorCode() throws IOException {
        String page = Files.readString(DOCS.resolve("errors.md"));

        for (ErrorCode code : ErrorCode.values()) {
            assertThat(page).as(code.name()).contains("| " + code + " | ");
        }
        assertThat(Pattern.compile("^\\| RNK-\\d+", Pattern.MULTILINE)
                        .matcher(page)
                        .results())
                .hasSize(ErrorCode.values().length);
    }

    private static Map<String, String> section(String heading) throws IOException {
        String page = Files.readString(DOCS.resolve("configuration.md"));
        int begin = page.indexOf(heading);
        int end = page.indexOf("\n## ", begin + 1);
        Map<String, String> rows = new TreeMap<>();
        Matcher row = ROW.matcher(page.substring(begin, end));
        while (row.find()) {
            rows.put(row.group(1), row.group(2).trim());
        }
        return rows;
    }

    private static void flatten(String prefix, Object record, Map<String, String> keys) throws Exception {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            Object value = component.getAccessor().invoke(record);
            if (value instanceof Record inner && !isScalar(inner)) {
                flatten(prefix + component.getName() + ".", inner, keys);
            } else {
                keys.put(prefix + component.getName(), written(value));
            }
        }
    }

    private static void names(String prefix, Class<?> type, Map<String, String> keys) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getType().isRecord() && !IN_ONE_ROW.contains(component.getType())) {
                names(prefix + component.getName() + ".", component.getType(), keys);
            } else {
                keys.put(prefix + component.getName(), "");
            }
        }
    }

    private static boolean isScalar(Record value) {
        return IN_ONE_ROW.contains(value.getClass());
    }

    private static String written(Object value) {
        if (value == null || value instanceof Map<?, ?> map && map.isEmpty()) {
            return "none";
        } else if (value instanceof Duration duration) {
            return written(duration);
        } else if (value instanceof Enum<?> constant) {
            return constant.name().toLowerCase(Locale.ROOT);
        }
        return value.toString();
    }

    /** In the largest unit that divides it. */
    private static String written(Duration duration) {
        if (duration.toNanosPart() != 0) {
            return duration.toNanos() / 1_000 + "us";
        } else if (duration.toSeconds() % 86_400 == 0) {
            return duration.toDays() + "d";
        } else if (duration.toSeconds() % 3_600 == 0) {
            return duration.toHours() + "h";
        }
        return duration.toSeconds() % 60 == 0 ? duration.toMinutes() + "m" : duration.toSeconds() + "s";
    }
}
