package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The channels and their switches (A4–A6). */
@Command(
        name = "channel",
        description = "List, start, stop, block and unblock channels.",
        footer = {
            "",
            "Examples:",
            "  ./renkei channel list",
            "  ./renkei channel block order-in --reason 'stocktaking until noon'",
            "  ./renkei channel stop order-in --now"
        },
        subcommands = {
            ChannelCommand.Listing.class,
            ChannelCommand.Start.class,
            ChannelStopCommand.class,
            ChannelCommand.Block.class,
            ChannelCommand.Unblock.class
        })
final class ChannelCommand extends VerbGroup {

    @Command(
            name = "list",
            description = "Show all channels.",
            footer = {"", "Example:", "  ./renkei channel list"})
    static final class Listing extends Verb {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Override
        public Integer call() {
            JsonNode channels = server().all("/channels", "channels");
            if (json) {
                printJson(channels);
            } else {
                ChannelTable.of(channels).print(out());
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "start",
            description = "Open a stopped channel.",
            footer = {"", "Example:", "  ./renkei channel start order-in"})
    static final class Start extends ChannelSwitch {
        Start() {
            super("start");
        }
    }

    @Command(
            name = "block",
            description = "Refuse senders from now on, also after a restart; receivers go on.",
            footer = {"", "Example:", "  ./renkei channel block order-in --reason 'stocktaking until noon'"})
    static final class Block extends ChannelSwitch {
        @Mixin
        private ReasonOption reason;

        Block() {
            super("block");
        }

        @Override
        Map<String, Object> request() {
            return reason.request();
        }
    }

    @Command(
            name = "unblock",
            description = "Take senders again.",
            footer = {"", "Example:", "  ./renkei channel unblock order-in"})
    static final class Unblock extends ChannelSwitch {
        Unblock() {
            super("unblock");
        }
    }
}
