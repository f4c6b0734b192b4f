package org.renkei.services.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import org.renkei.services.config.Home;

/** The directory that holds the program: an unpacked distribution or a checkout. It is the home, unless another is named. */
public final class Installation {
    /** Made at the first start of a home, secret, and of that home only. */
    private static final Set<String> OWN = Set.of("users.yaml", "admin.password");

    /** For Prometheus and Grafana, which read them elsewhere. */
    private static final Path MONITORING = Path.of("monitoring");

    private Installation() {}

    public static Path directory() {
        return Path.of(System.getProperty("renkei.installation", "."))
                .toAbsolutePath()
                .normalize();
    }

    /** Gives a new home the configuration that is shipped. A home that has one keeps it. */
    public static void furnish(Home home) {
        Path shipped = directory().resolve("etc");
        if (Files.exists(home.etc()) || !Files.isDirectory(shipped)) {
            return;
        }
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Path relative = shipped.relativize(file);
                if (!relative.startsWith(MONITORING)) {
                    copy(file, home.etc().resolve(relative.toString()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a user types to call the command line for this home. */
    public static String command(Home home) {
        String renkei = System.getProperty("renkei.command", "./renkei");
        return home.directory().equals(directory()) ? renkei : renkei + " --home " + shown(home.directory());
    }

    /** A path, from where the user stands if that is above it. */
    public static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) && !path.equals(here)
                ? here.relativize(path).toString()
                : path.toString();
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.isDirectory(from)) {
            Files.createDirectories(to);
        } else if (!OWN.contains(from.getFileName().toString())) {
            Files.copy(from, to);
        }
    }
}
