package org.renkei.services.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.renkei.database.AppJar;
import org.renkei.services.ServerFixture;
import org.renkei.services.cli.ExitCode;
import org.renkei.services.cli.Shell;

/** {@code docs/applications.md} shows the project in {@code template}, and what it says works. */
class ApplicationsDocTest {
    private static final Path TEMPLATE = Path.of("../template");
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @TempDir
    private Path desk;

    private ServerFixture server;

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "src/main/java/com/example/greetings/Greet.java",
                "src/main/resources/META-INF/renkei/applications.yaml",
                "flows/greetings.yaml",
                "src/test/java/com/example/greetings/GreetingsTest.java"
            })
    void shouldShowTheFilesOfTheTemplate(String file) throws IOException {
        assertThat(Files.readString(Path.of("../docs/applications.md")))
                .contains("`" + file + "`")
                .contains(Files.readString(TEMPLATE.resolve(file)));
    }

    @Test
    void shouldDeployItIntoARunningSystem() throws Exception {
        server = new ServerFixture(directory).start();

        Files.writeString(
                server.home().channelsFile(),
                "greeting-in: {kind: persistent}\ngreeting-do: {kind: persistent}\n",
                StandardOpenOption.APPEND);
        AppJar.in(desk)
                .source(
                        "com.example.greetings.Greet",
                        Files.readString(TEMPLATE.resolve("src/main/java/com/example/greetings/Greet.java")))
                .beans(Files.readString(TEMPLATE.resolve("src/main/resources/META-INF/renkei/applications.yaml")))
                .writeTo(server.home().apps().resolve("greetings/greetings.jar"));
        Shell shell = new Shell();
        await().atMost(SOON)
                .until(() -> shell.run(
                                "flow",
                                "deploy",
                                TEMPLATE.resolve("flows/greetings.yaml").toString(),
                                "--home",
                                directory.toString())
                        == ExitCode.DONE);
        assertThat(shell.out()).startsWith("greetings is deployed, version ");

        assertThat(shell.run(
                        "submit",
                        "greetings",
                        "--data",
                        "{\"name\":\"Ada\"}",
                        "--wait",
                        "--home",
                        directory.toString()))
                .as(shell.err())
                .isEqualTo(ExitCode.DONE);
        assertThat(shell.out()).contains("Hello, Ada!");
        shell.run("app", "list", "--home", directory.toString());
        assertThat(shell.out()).containsPattern("greet +bean +greetings@[0-9a-f]{8}");
    }
}
