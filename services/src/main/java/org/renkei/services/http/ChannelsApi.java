package org.renkei.services.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.Channels;

/** {@code /channels}: the monitor (D7) and the switches of each channel (A4, A6). */
final class ChannelsApi {
    private final Channels channels;
    private final Draining draining;

    ChannelsApi(Channels channels, Draining draining) {
        this.channels = channels;
        this.draining = draining;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/api/v1/channels", this::list, Access.VIEW);
        routes.get("/api/v1/channels/{name}", request -> show(request, channel(request)), Access.VIEW);
        routes.post("/api/v1/channels/{name}/start", this::start, Access.OPERATE);
        routes.post("/api/v1/channels/{name}/stop", this::stop, Access.OPERATE);
        routes.post("/api/v1/channels/{name}/block", this::block, Access.OPERATE);
        routes.post("/api/v1/channels/{name}/unblock", this::unblock, Access.OPERATE);
    }

    private void list(Context request) {
        request.json(channels.all().stream()
                .map(channel -> ChannelView.of(channel.figures()))
                .toList());
    }

    private void start(Context request) {
        Channel channel = switched(request, "channel start");
        channel.start();
        show(request, channel);
    }

    private void stop(Context request) {
        ChannelStop wanted = Parameters.body(request, ChannelStop.class);
        Channel channel = switched(request, wanted.now() ? "channel stop now" : "channel stop");
        if (wanted.now()) {
            channel.stop();
        } else {
            draining.drain(channel);
            request.status(202);
        }
        show(request, channel);
    }

    private void block(Context request) {
        ChannelBlock wanted = Parameters.body(request, ChannelBlock.class);
        Channel channel = switched(request, "channel block");
        String reason = wanted.reason() == null ? "blocked by hand" : wanted.reason();
        channel.block(reason + " (" + Audit.user(request).name() + ")");
        show(request, channel);
    }

    private void unblock(Context request) {
        Channel channel = switched(request, "channel unblock");
        channel.unblock();
        show(request, channel);
    }

    private Channel channel(Context request) {
        return channels.channel(request.pathParam("name"));
    }

    /** The system's own channels are not switched: without them nothing could be accounted for. */
    private Channel switched(Context request, String action) {
        Channel channel = channel(request);
        if (channel.name().startsWith(Channels.INTERNAL_PREFIX)) {
            throw Refused.badRequest(channel.name() + " is a channel of the system's own and cannot be switched");
        }
        Audit.record(request, action, channel.name());
        return channel;
    }

    private static void show(Context request, Channel channel) {
        request.json(ChannelView.of(channel.figures()));
    }

    /** @param within how long the one who asks will wait; the drain itself goes on until the channel is empty */
    private record ChannelStop(boolean now, String within) {}

    private record ChannelBlock(String reason) {}
}
