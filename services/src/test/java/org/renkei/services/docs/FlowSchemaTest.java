package org.renkei.services.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.renkei.services.BrokenFlows;
import org.renkei.services.cli.Shell;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.YAMLException;

/** {@code etc/flow.schema.json} says what the code reads, in the words of {@code docs/configuration.md}. */
class FlowSchemaTest {
    private static final Path ROOT = Path.of("..");
    private static final Path FILE = ROOT.resolve("etc/flow.schema.json");
    private static final Pattern ROW =
            Pattern.compile("^\\| `([A-Za-z.]+)` \\| ([^|]*) \\| ([^|]*) \\|", Pattern.MULTILINE);

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void shouldBeWhatTheCodeReads() throws Exception {
        String generated = new FlowSchema(rows()).text();

        Path fresh = Path.of("target", "flow.schema.json");
        Files.writeString(fresh, generated);
        assertThat(Files.exists(FILE) ? Files.readString(FILE) : "")
                .as("the keys of flows or their rows in docs/configuration.md have changed:"
                        + " cp services/target/flow.schema.json etc/, and look at what differs")
                .isEqualTo(generated);
    }

    @Test
    void shouldBePrintedByTheCommandLine() throws Exception {
        Shell shell = new Shell();

        assertThat(shell.run("flow", "schema")).isZero();
        assertThat(shell.out().trim()).isEqualTo(Files.readString(FILE).trim());
    }

    @Test
    void shouldAcceptEveryFlowThatIsShippedOrShown() throws Exception {
        List<String> flows = flows();

        assertThat(flows).hasSizeGreaterThan(9);
        for (String flow : flows) {
            assertThat(schema().validate(asJson(flow))).as(flow).isEmpty();
        }
    }

    @Test
    void shouldHaveEveryKeyOfTheReference() throws Exception {
        JsonNode schema = json.readTree(FILE.toFile());

        for (String key : rows().keySet()) {
            assertThat(find(schema, schema, key.split("\\."), 0)).as(key).isTrue();
        }
    }

    /** The rest names what does not exist, is no YAML, or leads nowhere. */
    @Test
    void shouldRefuseAGoodPartOfWhatIsWrong() throws Exception {
        JsonSchema schema = schema();
        long refused = BrokenFlows.all().values().stream()
                .filter(broken -> isRefused(schema, broken.yaml()))
                .count();

        assertThat(schema.validate(asJson(BrokenFlows.GOOD))).isEmpty();
        assertThat(refused).isGreaterThan(100);
    }

    private boolean isRefused(JsonSchema schema, String yaml) {
        try {
            return !schema.validate(asJson(yaml)).isEmpty();
        } catch (YAMLException e) {
            return false;
        }
    }

    private static JsonSchema schema() throws IOException {
        return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(Files.readString(FILE));
    }

    /** As editors read it, by YAML 1.2, in which "on" is a word. */
    private JsonNode asJson(String yaml) {
        return json.valueToTree(new Yaml().load(yaml.replace(" on: ", " 'on': ")));
    }

    private static List<String> flows() throws IOException {
        List<String> flows = new ArrayList<>();
        try (Stream<Path> shipped = Files.list(ROOT.resolve("etc/flows"))) {
            for (Path file :
                    shipped.filter(file -> file.toString().endsWith(".yaml")).toList()) {
                flows.add(Files.readString(file));
            }
        }
        for (String page : List.of("README.md", "docs/flows.md", "docs/database-channels.md")) {
            Pattern.compile("```yaml\\n(.*?)```", Pattern.DOTALL)
                    .matcher(Files.readString(ROOT.resolve(page)))
                    .results()
                    .map((MatchResult block) -> block.group(1))
                    .filter(block -> block.startsWith("flow:"))
                    .forEach(flows::add);
        }
        return flows;
    }

    private static Map<String, FlowSchema.Row> rows() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/configuration.md"));
        int begin = page.indexOf("## etc/flows/*.yaml");
        Matcher row = ROW.matcher(page.substring(begin, page.indexOf("\n## ", begin + 1)));
        Map<String, FlowSchema.Row> rows = new LinkedHashMap<>();
        while (row.find()) {
            rows.put(
                    row.group(1),
                    new FlowSchema.Row(row.group(2).trim(), row.group(3).trim()));
        }
        return rows;
    }

    /** Whether there is a property at the end of the path, whatever stands between. */
    private static boolean find(JsonNode root, JsonNode node, String[] path, int at) {
        if (at == path.length) {
            return true;
        }
        if (node.has("$ref")) {
            return find(root, root.at(node.get("$ref").asText().substring(1)), path, at);
        }
        if (node.path("properties").has(path[at])) {
            return find(root, node.path("properties").get(path[at]), path, at + 1);
        }
        if (path[at].equals("NAME")) {
            return find(root, node.path("additionalProperties"), path, at + 1);
        }
        for (String inner : List.of("anyOf", "allOf")) {
            for (JsonNode one : node.path(inner)) {
                if (find(root, one, path, at)) {
                    return true;
                }
            }
        }
        return false;
    }
}
