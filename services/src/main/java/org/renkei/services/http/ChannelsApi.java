package org.renkei.services.http;

import io.javalin.http.Context;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.ChannelKind;
import org.renkei.broker.channel.ChannelState;
import org.renkei.broker.channel.Channels;
import org.renkei.services.monitor.ChannelHistory;
import org.renkei.services.monitor.HistoryPoint;
import org.renkei.services.monitor.HistoryRange;

/** {@code /channels}: the monitor (D7) and the switches of each channel (A4, A6). */
final class ChannelsApi {
    private final Channels channels;
    private final ChannelViews views;
    private final ChannelHistory history;
    private final Draining draining;

    ChannelsApi(Channels channels, ChannelViews views, ChannelHistory history, Draining draining) {
        this.channels = channels;
        this.views = views;
        this.history = history;
        this.draining = draining;
    }

    void addTo(Operations operations) {
        operations.answer("listChannels", this::list);
        operations.answer("showChannel", request -> views.now(channel(request)));
        operations.answer("showChannelHistory", this::history);
        operations.answer(
                "listChannelClients",
                request -> new Connected(
                        channel(request).clients().stream().map(ClientView::of).toList()));
        operations.answer("startChannel", this::start);
        operations.answer("stopChannel", this::stop);
        operations.answer("blockChannel", this::block);
        operations.answer("unblockChannel", this::unblock);
    }

    private Listed list(Context request) {
        Predicate<ChannelView> wanted = wanted(request);
        List<ChannelView> found = views.all().stream().filter(wanted).toList();
        Paging<ChannelView> page = Paging.of(
                request,
                Parameters.text(request, "sort")
                        .map(order ->
                                found.stream().sorted(ChannelOrder.of(order)).toList())
                        .orElse(found));
        return new Listed(page.page(), page.matched(), page.next());
    }

    private static Predicate<ChannelView> wanted(Context request) {
        Optional<String> search = Parameters.text(request, "search").map(ChannelsApi::plain);
        Optional<ChannelKind> kind = Parameters.choice(request, "kind", ChannelKind.class);
        Optional<ChannelState> state = Parameters.choice(request, "state", ChannelState.class);
        Optional<String> flow = Parameters.text(request, "flow");
        Optional<Boolean> alarm = Parameters.truth(request, "alarm");
        Optional<Boolean> internal = Parameters.truth(request, "internal");
        return view -> search.map(text -> plain(view.name()).contains(text)).orElse(true)
                && kind.map(view.kind()::equals).orElse(true)
                && state.map(view.state()::equals).orElse(true)
                && flow.map(name -> name.equals(view.flow())).orElse(true)
                && alarm.map(is -> is == view.alarm()).orElse(true)
                && internal.map(is -> is == view.internal()).orElse(true);
    }

    private static String plain(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    private Past history(Context request) {
        HistoryRange range = Parameters.range(request);
        List<HistoryPoint> points = history.points(channel(request).name(), range);
        return new Past(range.step().toSeconds(), points.stream().map(Point::of).toList());
    }

    private ChannelView start(Context request) {
        Channel channel = switched(request, "channel start");
        channel.start();
        return views.now(channel);
    }

    private ChannelView stop(Context request) {
        ChannelStop wanted = Parameters.body(request, ChannelStop.class);
        Channel channel = switched(request, wanted.now() ? "channel stop now" : "channel stop");
        if (wanted.now()) {
            channel.stop();
        } else {
            draining.drain(channel);
            request.status(202);
        }
        return views.now(channel);
    }

    private ChannelView block(Context request) {
        Reason wanted = Parameters.body(request, Reason.class);
        Channel channel = switched(request, "channel block", wanted.reason());
        channel.block(wanted.by(Audit.user(request), "blocked by hand"));
        return views.now(channel);
    }

    private ChannelView unblock(Context request) {
        Channel channel = switched(request, "channel unblock");
        channel.unblock();
        return views.now(channel);
    }

    private Channel channel(Context request) {
        return channels.channel(request.pathParam("name"));
    }

    /** The system's own channels are not switched: without them nothing could be accounted for. */
    private Channel switched(Context request, String action) {
        return switched(request, action, null);
    }

    private Channel switched(Context request, String action, String detail) {
        Channel channel = channel(request);
        if (channel.name().startsWith(Channels.INTERNAL_PREFIX)) {
            throw Refused.badRequest(channel.name() + " is a channel of the system's own and cannot be switched");
        }
        Audit.record(request, action, channel.name(), detail);
        return channel;
    }

    private record Past(long stepSeconds, List<Point> points) {}

    /** @param current the most that was in it */
    private record Point(Instant at, long current, double inRate, double outRate) {
        static Point of(HistoryPoint point) {
            return new Point(point.at(), point.depth(), point.inRate(), point.outRate());
        }
    }

    private record Connected(List<ClientView> clients) {}

    private record Listed(List<ChannelView> channels, long matched, String next) {}

    /** @param within how long the one who asks will wait; the drain itself goes on until the channel is empty */
    private record ChannelStop(boolean now, String within) {}
}
