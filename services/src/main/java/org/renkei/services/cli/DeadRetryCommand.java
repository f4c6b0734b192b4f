package org.renkei.services.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Sends dead letters on their way again. */
@Command(
        name = "retry",
        description = "Send dead letters on their way again: the same jobs, at the step that gave up.",
        footer = {
            "",
            "Exit code 1 if some could not be retried; they stay where they are.",
            "",
            "Examples:",
            "  ./renkei dead retry 01997f2e-5a3c-7000-8000-2f6d1b0c9a11-3",
            "  ./renkei dead retry --flow orders --step payment --since 1h",
            "  ./renkei dead retry --all --from-start"
        })
final class DeadRetryCommand extends LetterChange {
    @Option(names = "--from-start", description = "At the first step of their flow.")
    private boolean fromStart;

    @Override
    String path() {
        return "/dead-letters/retry?from=" + (fromStart ? "start" : "step");
    }

    @Override
    String doing() {
        return "Retrying";
    }

    @Override
    String done() {
        return "retried";
    }
}
