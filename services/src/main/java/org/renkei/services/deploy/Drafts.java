package org.renkei.services.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Files that are on disk, but not yet in the place where they belong: a full disk is found before anything has changed. */
final class Drafts {
    private static final Logger log = LoggerFactory.getLogger(Drafts.class);

    private final Map<Path, Path> drafts = new LinkedHashMap<>();

    private Drafts() {}

    /**
     * @param texts by the files that they are to become
     * @throws RenkeiException CONFIG_UNREADABLE if they cannot be written; nothing of them is left
     */
    static Drafts write(Map<Path, String> texts) {
        Drafts written = new Drafts();
        try {
            for (Map.Entry<Path, String> text : texts.entrySet()) {
                Path file = text.getKey();
                Files.createDirectories(file.getParent());
                Path draft = file.resolveSibling("." + file.getFileName() + ".new");
                written.drafts.put(file, draft);
                Files.writeString(draft, text.getValue());
            }
            return written;
        } catch (IOException e) {
            written.discard();
            throw notWritten(e);
        }
    }

    /** Puts them where they belong. */
    void move() {
        try {
            for (Map.Entry<Path, Path> draft : drafts.entrySet()) {
                Files.move(draft.getValue(), draft.getKey(), StandardCopyOption.REPLACE_EXISTING);
            }
        } catch (IOException e) {
            throw notWritten(e);
        }
    }

    void discard() {
        for (Path draft : drafts.values()) {
            try {
                Files.deleteIfExists(draft);
            } catch (IOException e) {
                log.atDebug().setCause(e).log("a draft is left");
            }
        }
    }

    static RenkeiException notWritten(IOException e) {
        return new RenkeiException(ErrorCode.CONFIG_UNREADABLE, "it cannot be written: " + e.getMessage(), e);
    }
}
