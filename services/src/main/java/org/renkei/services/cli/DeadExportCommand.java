package org.renkei.services.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Dead letters as lines of JSON. */
@Command(
        name = "export",
        description = "Write dead letters as JSON, one a line, complete. They stay where they are.",
        footer = {
            "",
            "Example:",
            "  ./renkei dead export --code RNK-3004 --to bad.jsonl   # edit it, then:",
            "  ./renkei dead import bad.jsonl --retry"
        })
final class DeadExportCommand extends Verb {
    @Parameters(paramLabel = "LETTER", arity = "0..*", description = "Ids, as the list shows them. Default: all.")
    private List<String> ids = List.of();

    @Mixin
    private LetterOptions which = new LetterOptions();

    @Option(names = "--to", paramLabel = "FILE", description = "Write them there. Default: standard output.")
    private Path file;

    @Override
    public Integer call() {
        String path = "/dead-letters/export" + ServerConnection.query(which.query(ids));
        ServerConnection server = server();
        if (file == null) {
            server.copyLines(path, out());
            return ExitCode.DONE;
        }
        try (OutputStream stream = new BufferedOutputStream(Files.newOutputStream(file));
                PrintWriter lines = new PrintWriter(new OutputStreamWriter(stream, StandardCharsets.UTF_8))) {
            long count = server.copyLines(path, lines);
            if (lines.checkError()) {
                throw new CommandException(file + " cannot be written");
            }
            out().printf("exported %,d to %s%n", count, file);
        } catch (IOException e) {
            throw new CommandException(file + " cannot be written: " + e.getMessage());
        }
        return ExitCode.DONE;
    }
}
