package org.renkei.services.cli;

import picocli.CommandLine.Command;

/** Removes dead letters for good. */
@Command(
        name = "discard",
        description = "Remove dead letters for good; their jobs are tracked as CANCELLED.",
        footer = {
            "",
            "Examples:",
            "  ./renkei dead discard 01997f2e-5a3c-7000-8000-2f6d1b0c9a11-3",
            "  ./renkei dead discard --flow orders --error 'no such article'"
        })
final class DeadDiscardCommand extends LetterChange {
    @Override
    String path() {
        return "/dead-letters/discard";
    }

    @Override
    String doing() {
        return "Discarding";
    }

    @Override
    String done() {
        return "discarded";
    }
}
