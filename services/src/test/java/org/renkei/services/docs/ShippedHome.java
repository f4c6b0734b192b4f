package org.renkei.services.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.renkei.services.config.Home;

/** The shipped etc/, with free ports. */
final class ShippedHome {
    private static final Path ROOT = Path.of("..");

    private ShippedHome() {}

    static Home in(Path directory) throws IOException {
        Home home = new Home(directory);
        try (var files = Files.walk(ROOT.resolve("etc"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = home.directory()
                        .resolve("etc")
                        .resolve(ROOT.resolve("etc").relativize(file));
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
        Files.deleteIfExists(home.usersFile());
        Files.writeString(
                home.settingsFile(),
                "\nbroker: {core: {port: 0}, amqp: {port: 0}}\nhttp: {port: 0}\n",
                StandardOpenOption.APPEND);
        return home;
    }
}
