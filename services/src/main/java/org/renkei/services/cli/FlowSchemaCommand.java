package org.renkei.services.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;

/** Prints what editors need to help with flows. */
@Command(
        name = "schema",
        description = "Print the JSON Schema of flow files, for editors; no server needs to run.",
        footer = {
            "",
            "A flow whose first line is '# yaml-language-server: $schema=../flow.schema.json' is checked while it is"
                    + " written, in editors that know that line.",
            "",
            "Example:",
            "  ./renkei flow schema > etc/flow.schema.json"
        })
final class FlowSchemaCommand extends Verb {
    @Override
    public Integer call() throws IOException {
        try (InputStream schema = FlowSchemaCommand.class.getResourceAsStream("flow.schema.json")) {
            out().print(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
        }
        return ExitCode.DONE;
    }
}
