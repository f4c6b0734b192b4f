package org.renkei.services.cli;

import picocli.CommandLine.Command;

/** What gave up, and what is done about it (C4). */
@Command(
        name = "dead",
        description = "List, show, export, import, retry and discard dead letters.",
        footer = {
            "",
            "Examples:",
            "  ./renkei dead list --by error",
            "  ./renkei dead retry --flow orders --step payment --since 1h",
            "  ./renkei dead export --code RNK-3004 --to bad.jsonl",
            "  ./renkei dead import bad.jsonl --retry"
        },
        subcommands = {
            DeadListCommand.class,
            DeadShowCommand.class,
            DeadExportCommand.class,
            DeadImportCommand.class,
            DeadRetryCommand.class,
            DeadDiscardCommand.class
        })
final class DeadCommand extends VerbGroup {}
