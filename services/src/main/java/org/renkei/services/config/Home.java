package org.renkei.services.config;

import java.nio.file.Path;
import org.renkei.routes.engine.EngineFiles;

/**
 * The directory of one installation: what a user edits is in {@code etc}, what Renkei writes is in {@code data}.
 *
 * @param directory absolute
 */
public record Home(Path directory) {

    public Home {
        directory = directory.toAbsolutePath().normalize();
    }

    public Path etc() {
        return directory.resolve("etc");
    }

    /** The settings of the process: ports, databases, applications. */
    public Path settingsFile() {
        return etc().resolve("renkei.yaml");
    }

    public Path channelsFile() {
        return etc().resolve("channels.yaml");
    }

    public Path flows() {
        return etc().resolve("flows");
    }

    /** Camel routes of the user's own. */
    public Path routes() {
        return etc().resolve("routes");
    }

    /** Jars of the user's own: applications, Camel components, drivers. Need not exist. */
    public Path lib() {
        return directory.resolve("lib");
    }

    public Path usersFile() {
        return etc().resolve("users.yaml");
    }

    /** What scripts sign in with. */
    public Path tokensFile() {
        return etc().resolve("tokens.yaml");
    }

    /** The password made at the first start. */
    public Path adminPasswordFile() {
        return etc().resolve("admin.password");
    }

    /** Applications in jars: a folder for each. */
    public Path apps() {
        return directory.resolve("apps");
    }

    public Path data() {
        return directory.resolve("data");
    }

    /** The folder of the embedded tracking database. */
    public Path tracking() {
        return data().resolve("tracking");
    }

    /** The folder of the embedded business databases. */
    public Path databases() {
        return data().resolve("databases");
    }

    /** Files of dead letters that their channel could not take. */
    public Path deadLetters() {
        return data().resolve("dead-letters");
    }

    /** What the engine must know after a restart: also the applications that an operator paused, and copies of their jars. */
    public EngineFiles engineFiles() {
        return new EngineFiles(deadLetters(), data().resolve("pauses.json"), data().resolve("apps"));
    }

    /** Who changed what, a file for each month. */
    public Path activity() {
        return data().resolve("activity");
    }

    /** The alarms that are open, and the last ones that were. */
    public Path alarmsFile() {
        return data().resolve("alarms.json");
    }

    public Path logs() {
        return data().resolve("logs");
    }

    /** Where a running server tells the command line how to reach it. */
    public Path runFile() {
        return data().resolve("run").resolve("server.json");
    }

    public Path lockFile() {
        return data().resolve("renkei.lock");
    }
}
