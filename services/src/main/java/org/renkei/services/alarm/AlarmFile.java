package org.renkei.services.alarm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.renkei.broker.storage.DurableFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the alarms over a restart, with who has acknowledged them. Without it they are found again, and only that is forgotten. Thread-safe. */
final class AlarmFile {
    private static final Logger log = LoggerFactory.getLogger(AlarmFile.class);

    private final Path file;
    private boolean failed;

    AlarmFile(Path file) {
        this.file = file;
    }

    /** None if there is no such file, or it cannot be read. */
    KeptAlarms load() {
        try {
            return Files.exists(file) ? AlarmJson.read(Files.readAllBytes(file)) : KeptAlarms.none();
        } catch (IOException e) {
            log.atWarn().addKeyValue("file", file).setCause(e).log("alarms of earlier runs are forgotten");
            return KeptAlarms.none();
        }
    }

    synchronized void save(Supplier<KeptAlarms> alarms) {
        try {
            DurableFile.replace(file, AlarmJson.write(alarms.get()));
            failed = false;
        } catch (IOException e) {
            if (!failed) {
                log.atWarn().addKeyValue("file", file).setCause(e).log("alarms are not kept for the next start");
            }
            failed = true;
        }
    }
}
