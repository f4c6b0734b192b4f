package org.renkei.services.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.renkei.services.http.Console;
import org.yaml.snakeyaml.Yaml;

/** That the page about the API speaks of operations that there are. */
class ApiDocTest {
    private static final Pattern OPERATION = Pattern.compile("`(GET|POST|DELETE) (/[a-z{}./-]+)`");

    @Test
    void shouldSpeakOnlyOfOperationsOfTheContract() throws Exception {
        Map<String, Map<String, Object>> paths;
        try (InputStream contract = Console.class.getResourceAsStream("openapi.yaml")) {
            Map<String, Map<String, Map<String, Object>>> document = new Yaml().load(contract);
            paths = document.get("paths");
        }
        Matcher told = OPERATION.matcher(Files.readString(Path.of("..", "docs", "api.md")));
        int operations = 0;
        while (told.find()) {
            operations++;
            assertThat(paths).containsKey(told.group(2));
            assertThat(paths.get(told.group(2)))
                    .as(told.group(2))
                    .containsKey(told.group(1).toLowerCase(Locale.ROOT));
        }
        assertThat(operations).isGreaterThan(12);
    }
}
