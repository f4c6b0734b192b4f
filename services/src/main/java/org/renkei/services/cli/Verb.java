package org.renkei.services.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.renkei.services.config.Home;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What every verb has: a place to print, the home it is about, and the way to its server. Returns an {@link ExitCode}. */
abstract class Verb implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    final Home home() {
        return ((Renkei) spec.root().userObject()).home();
    }

    /** For what the parser cannot see; it ends with {@link ExitCode#USAGE}. */
    final ParameterException wrongUsage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    /** The whole command line, whatever part of it this verb is. */
    final CommandLine renkei() {
        return spec.root().commandLine();
    }

    final ServerConnection server() {
        return ServerConnection.to(home());
    }

    final void printJson(JsonNode content) {
        try {
            out().println(new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(content));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
