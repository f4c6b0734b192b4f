package org.renkei.services;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.renkei.services.cli.ExitCode;
import org.renkei.services.cli.Shell;

/** Where somebody writes files and types commands for one home. */
final class Desk {
    private final Shell shell = new Shell();
    private final Path directory;
    private final Path home;

    /** @param directory where the files are */
    Desk(Path directory, Path home) {
        this.directory = directory;
        this.home = home;
    }

    Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    /** A command that must succeed. @return what it said */
    String type(String... arguments) {
        assertThat(run(arguments)).as(shell.err()).isEqualTo(ExitCode.DONE);
        return shell.out();
    }

    /** @return the exit code */
    int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--home", home.toString()));
        return shell.run(all.toArray(String[]::new));
    }

    /** What the last command complained of. */
    String complaint() {
        return shell.err();
    }
}
