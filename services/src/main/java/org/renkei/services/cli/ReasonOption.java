package org.renkei.services.cli;

import java.util.Map;
import picocli.CommandLine.Option;

/** Why a switch is turned. */
final class ReasonOption {
    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "What those are told who are refused, or ask. Default: that it was by hand.")
    private String reason;

    Map<String, Object> request() {
        return reason == null ? Map.of() : Map.of("reason", reason);
    }
}
