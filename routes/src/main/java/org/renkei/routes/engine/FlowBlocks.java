package org.renkei.routes.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.FlowBlock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The switch that blocks a flow (A5): the channel that it starts at refuses all producers, what runs runs on. It is kept by the channel,
 * which refuses from the moment that it opens, before there is a flow. Thread-safe.
 */
final class FlowBlocks {
    private static final Logger log = LoggerFactory.getLogger(FlowBlocks.class);

    private final LiveFlows flows;
    private final Channels channels;

    FlowBlocks(LiveFlows flows, Channels channels) {
        this.flows = flows;
        this.channels = channels;
    }

    /** A flow whose file now names another start channel stays blocked; a block of a flow that is gone goes too. */
    void follow() {
        Map<Channel, FlowBlock> strays = new LinkedHashMap<>();
        for (Channel channel : channels.all()) {
            channel.flowBlock()
                    .filter(block -> !startsAt(channel, block))
                    .ifPresent(block -> strays.put(channel, block));
        }
        strays.values().forEach(this::blockAgain);
        strays.forEach((channel, block) -> {
            if (channel.flowBlock().filter(block::equals).isPresent()) {
                channel.unblockFlow();
            }
        });
    }

    private boolean startsAt(Channel channel, FlowBlock block) {
        return flows.find(block.flow())
                .filter(flow -> flow.start().equals(channel.name()))
                .isPresent();
    }

    private void blockAgain(FlowBlock block) {
        if (flows.find(block.flow()).isPresent()) {
            block(block.flow(), block.reason());
        } else {
            log.atWarn()
                    .addKeyValue("flow", block.flow())
                    .addKeyValue("reason", block.reason())
                    .log("was blocked and is there no more: its block is forgotten");
        }
    }

    void block(String flow, String reason) {
        start(flow).blockFlow(flow, reason);
    }

    void unblock(String flow) {
        start(flow).unblockFlow();
    }

    Optional<String> reason(String flow) {
        return start(flow).flowBlock().map(FlowBlock::reason);
    }

    private Channel start(String flow) {
        return channels.channel(flows.flow(flow).start());
    }
}
