package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.renkei.services.cli.ExitCode;
import org.renkei.services.cli.Shell;

/** {@code renkei dead …} against a running server (C3, C4). */
class DeadCommandTest {
    private final Shell shell = new Shell();

    @TempDir
    private Path directory;

    private ServerFixture server;

    @BeforeEach
    void start() throws Exception {
        BrittleApplication.breaks();
        server = new ServerFixture(directory).start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void c4_shouldListAndShow() throws Exception {
        assertThat(type("dead", "list").trim()).isEqualTo("no such dead letter");
        failed("{\"a\": 1}");
        failed("{}");
        failed("no json");

        assertThat(type("dead", "list").lines()).hasSize(4).first().asString().startsWith("LETTER");
        assertThat(type("dead", "list", "--limit", "2")).contains("3 in all; the next ones with: --after ");
        String end = shell.out().substring(shell.out().indexOf("--after ") + 8).trim();
        assertThat(type("dead", "list", "--limit", "2", "--after", end).lines()).hasSize(2);
        assertThat(type("dead", "list", "--by", "step")).contains("LETTERS", "2", "brittle.try");
        assertThat(type("dead", "list", "--by", "error")).contains("RNK-3011 it is broken", "RNK-3004");
        JsonNode found = new ObjectMapper().readTree(type("dead", "list", "--code", "RNK-3004", "--json"));
        assertThat(found.path("letters")).hasSize(1);
        String id = found.path("letters").get(0).path("id").asText();
        assertThat(type("dead", "show", id)).contains(id, "RNK-3004", "renkei_flow      brittle", "no json");
        assertThat(shell.run(at("dead", "show", "nothing"))).isEqualTo(ExitCode.FAILED);
        assertThat(shell.err()).startsWith("renkei: RNK-6004 there is no dead letter nothing");
    }

    @Test
    void c4_shouldRetryAndDiscardWhatIsChosen() {
        String first = failed("{\"a\": 1}");
        String second = failed("{}");
        BrittleApplication.isMended();

        assertThat(type("dead", "retry", "--flow", "brittle", "--job", first)).startsWith("retried 1 of 1 in ");
        server.awaitState(first, "COMPLETED");
        assertThat(type("dead", "discard", "--step", "try", "--json")).contains("\"state\" : \"DONE\"", "\"done\" : 1");
        server.awaitState(second, "CANCELLED");
        assertThat(type("dead", "retry", "--all").trim()).isEqualTo("no such dead letter");
        assertThat(shell.run(at("dead", "retry", "nothing"))).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void c4_shouldTellWhyItStopped() {
        failed("{}");
        failed("{}");
        type("channel", "block", "brittle-do", "--reason", "stocktaking");

        assertThat(shell.run(at("dead", "retry", "--all"))).isEqualTo(ExitCode.FAILED);

        assertThat(shell.out()).startsWith("retried 0 of 2 in ");
        assertThat(shell.err()).contains("stopped there: RNK-2002", "stocktaking", "the others lie where they lay");
        assertThat(type("dead", "list").lines()).hasSize(3);
    }

    @Test
    void c4_shouldExportEditImportAndRetry() throws Exception {
        String job = failed("no json");
        Path file = directory.resolve("bad.jsonl");
        BrittleApplication.isMended();

        assertThat(type("dead", "export", "--code", "RNK-3004", "--to", file.toString()))
                .startsWith("exported 1 to");
        assertThat(type("dead", "export").trim())
                .isEqualTo(Files.readString(file).trim());
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.add(lines.get(0).replace("\"normal\"", "\"urgent\""));
        Files.write(file, lines);
        assertThat(shell.run(at("dead", "import", file.toString()))).isEqualTo(ExitCode.FAILED);
        assertThat(shell.err())
                .startsWith("renkei: RNK-6003 " + file + ":2: priority must be low, normal or high, was 'urgent'");

        Files.writeString(file, lines.get(0).replace("no json", "{}"));
        assertThat(type("dead", "import", file.toString(), "--retry")).contains("imported 1", "retried 1 of them");

        server.awaitState(job, "COMPLETED");
    }

    @Test
    void c3_shouldTellOfLettersInFilesAndBringThemBack() {
        type("channel", "block", "brittle-dead");
        String job = failed("{}");

        assertThat(type("dead", "list")).contains("no such dead letter", "1 more in files", "dead import");
        assertThat(type("status")).contains("problem: routes: RNK-6001 dead letters in", "dead import");
        assertThat(shell.run(at("dead", "import"))).isEqualTo(ExitCode.FAILED);
        assertThat(shell.err()).contains("stopped there: RNK-2002");

        type("channel", "unblock", "brittle-dead");
        assertThat(type("dead", "import")).contains("brought back 1 of 1");

        assertThat(type("dead", "import")).contains("no dead letters in files");
        assertThat(type("status")).doesNotContain("problem");
        assertThat(type("dead", "list", "--job", job).lines()).hasSize(2);
    }

    /** @return the job's id */
    private String failed(String body) {
        String job = server.submit("brittle", body);
        server.awaitState(job, "FAILED");
        return job;
    }

    /** What it prints; its exit code must be 0. */
    private String type(String... verb) {
        assertThat(shell.run(at(verb))).as("%s: %s", verb[0], shell.err()).isEqualTo(ExitCode.DONE);
        return shell.out();
    }

    private String[] at(String... verb) {
        List<String> line = new ArrayList<>(List.of(verb));
        line.addAll(List.of("--home", server.home().directory().toString()));
        return line.toArray(String[]::new);
    }
}
