package org.renkei.routes.flow;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.renkei.broker.config.StrictYaml;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;

/** Reads flows from their files. */
public final class FlowFiles {
    private FlowFiles() {}

    /**
     * Every {@code *.yaml} in a directory, in the order of their names; none if there is no such directory.
     *
     * @throws org.renkei.broker.config.ConfigException for the first file that cannot be used, with file, line and path
     */
    public static List<Flow> read(Path directory) {
        List<Flow> flows = new ArrayList<>();
        for (Path file : yamlFiles(directory)) {
            flows.add(readOne(file));
        }
        return flows;
    }

    static Flow readOne(Path file) {
        return StrictYaml.read(file, FlowDocument.class).toFlow(versionOf(file), file.toString());
    }

    private static List<Path> yamlFiles(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(directory, "*.{yaml,yml}")) {
            found.forEach(files::add);
        } catch (IOException e) {
            throw new RenkeiException(ErrorCode.CONFIG_UNREADABLE, directory + " cannot be read: " + e.getMessage(), e);
        }
        files.sort(null);
        return files;
    }

    private static String versionOf(Path file) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (IOException e) {
            throw new RenkeiException(ErrorCode.CONFIG_UNREADABLE, file + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
