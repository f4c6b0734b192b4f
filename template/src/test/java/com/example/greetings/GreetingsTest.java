package com.example.greetings;

import static org.renkei.testkit.JobAssert.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.renkei.testkit.TestRenkei;

class GreetingsTest {
    private static final Path FLOW = Path.of("flows/greetings.yaml");

    @Test
    void shouldGreet() {
        try (TestRenkei renkei = TestRenkei.flow(FLOW).bean("greet", new Greet()).start()) {
            assertThat(renkei.submit("greetings", "{\"name\": \"Ada\"}"))
                    .isCompleted()
                    .passed("greet")
                    .recorded("name", "Ada")
                    .hasResult("Hello, Ada!");
            assertThat(renkei.submit("greetings", "{}")).hasFailed("there is nobody to greet");
        }
    }
}
