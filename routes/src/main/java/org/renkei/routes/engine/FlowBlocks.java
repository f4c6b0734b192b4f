package org.renkei.routes.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.FlowBlock;
import org.renkei.broker.config.Nearest;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.flow.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The switch that blocks a flow (A5): the channel that it starts at refuses all producers, what runs runs on. It is kept by the channel,
 * which refuses from the moment that it opens, before there is a flow. Thread-safe.
 */
final class FlowBlocks {
    private static final Logger log = LoggerFactory.getLogger(FlowBlocks.class);

    private final Map<String, Flow> flows;
    private final Channels channels;

    FlowBlocks(Map<String, Flow> flows, Channels channels) {
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
        Flow flow = flows.get(block.flow());
        return flow != null && flow.start().equals(channel.name());
    }

    private void blockAgain(FlowBlock block) {
        if (flows.containsKey(block.flow())) {
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
        return channels.channel(flow(flow).start());
    }

    /** @throws RenkeiException {@code FLOW_UNKNOWN}, with the nearest name that exists */
    Flow flow(String name) {
        Flow flow = flows.get(name);
        if (flow == null) {
            String hint = Nearest.to(name, flows.keySet())
                    .map(near -> "; did you mean " + near + "?")
                    .orElse("");
            throw new RenkeiException(ErrorCode.FLOW_UNKNOWN, "there is no flow '" + name + "'" + hint);
        }
        return flow;
    }
}
