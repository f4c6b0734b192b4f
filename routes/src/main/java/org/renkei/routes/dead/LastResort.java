package org.renkei.routes.dead;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.broker.storage.DurableFile;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder with one file for each dead letter that its channel could not take (C3), each as {@link LetterJson} writes it. Thread-safe. */
public final class LastResort {
    private static final Logger log = LoggerFactory.getLogger(LastResort.class);
    private static final String ENDING = ".json";

    private final Path folder;
    private volatile String stuck;

    /** @param folder is made, if it is not there */
    public LastResort(Path folder) {
        this.folder = folder;
        try {
            DurableFile.makeFolder(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot make " + folder, e);
        }
    }

    /**
     * Keeps it in a file named by its id. When this returns, the file is on disk; keeping it twice is the same as once.
     *
     * @param refusal why its channel did not take it
     * @throws RenkeiException {@code DEAD_LETTER_STUCK} if the file cannot be written
     */
    void keep(DeadLetter letter, RenkeiException refusal) {
        Path file = folder.resolve(letter.id().replaceAll("[^A-Za-z0-9._-]", "_") + ENDING);
        try {
            DurableFile.replace(file, LetterJson.write(letter) + "\n");
            stuck = null;
            log.atError()
                    .addKeyValue("job", letter.job())
                    .addKeyValue("channel", letter.channel())
                    .addKeyValue("file", file)
                    .addKeyValue("error", letter.error())
                    .addKeyValue("cause", refusal.getMessage())
                    .log(ErrorCode.DEAD_LETTER_IN_FILE + " dead-lettered into a file");
        } catch (IOException e) {
            RenkeiException nowhere = new RenkeiException(
                    ErrorCode.DEAD_LETTER_STUCK,
                    "a dead letter can go neither to " + letter.channel() + " (" + refusal.getMessage() + ") nor to "
                            + file + " (" + e + "); it waits where it is",
                    e);
            if (stuck == null) {
                log.atError()
                        .addKeyValue("job", letter.job())
                        .addKeyValue("error", letter.error())
                        .log(nowhere.getMessage());
            }
            stuck = nowhere.getMessage();
            throw nowhere;
        }
    }

    /** The channel of dead letters takes them again. */
    void relieved() {
        stuck = null;
    }

    /** What the operator should know; empty if all is well. */
    Optional<String> problem() {
        if (stuck != null) {
            return Optional.of(stuck);
        }
        int files = files().size();
        return files == 0
                ? Optional.empty()
                : Optional.of(ErrorCode.DEAD_LETTER_IN_FILE + " dead letters in " + folder + ": " + files
                        + ", since their channel did not take them; bring them back with: renkei dead import");
    }

    /** Those that are there, in the order of their names. */
    List<Path> files() {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "[!.]*" + ENDING)) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new UncheckedIOException(folder + " cannot be read", e);
        }
        files.sort(null);
        return files;
    }

    /**
     * The letter in a file; empty if the file is gone.
     *
     * @throws RenkeiException {@code DEAD_LETTER_INVALID} if it cannot be read
     */
    static Optional<DeadLetter> read(Path file) {
        try {
            return Optional.of(LetterJson.read(file.getFileName().toString(), Files.readString(file)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new RenkeiException(ErrorCode.DEAD_LETTER_INVALID, file + " cannot be read: " + e, e);
        }
    }

    /** The letter is somewhere else now. */
    static void remove(Path file) {
        try {
            DurableFile.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be deleted: its letter is in its channel now", e);
        }
    }
}
