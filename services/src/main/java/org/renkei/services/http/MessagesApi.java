package org.renkei.services.http;

import io.javalin.http.Context;
import java.util.List;
import org.renkei.broker.channel.BrowseQuery;
import org.renkei.broker.channel.Channel;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.channel.MessagePage;

/** {@code /channels/NAME/messages}: what lies in a channel. Nothing is taken out of it. */
final class MessagesApi {
    private final Channels channels;
    private final Expensive searching = new Expensive();

    MessagesApi(Channels channels) {
        this.channels = channels;
    }

    void addTo(Operations operations) {
        operations.answer("listMessages", request -> searching.answer(() -> list(request)));
        operations.answer("showMessage", request -> searching.answer(() -> show(request)));
    }

    private Listed list(Context request) {
        BrowseQuery query = new BrowseQuery(
                Parameters.limit(request),
                Parameters.text(request, "after").orElse(null),
                Parameters.text(request, "search").orElse(null));
        try {
            MessagePage page = channel(request).browse(query);
            return new Listed(
                    page.messages().stream().map(MessageLine::of).toList(),
                    page.searched(),
                    page.complete(),
                    page.next());
        } catch (IllegalArgumentException e) {
            throw Refused.badRequest(e.getMessage());
        }
    }

    private MessageView show(Context request) {
        Channel channel = channel(request);
        String id = request.pathParam("id");
        String near = Parameters.text(request, "near").orElse(null);
        try {
            return channel.find(id, near)
                    .map(message -> MessageView.of(channel.name(), message))
                    .orElseThrow(() -> Refused.notFound("message '" + id + "' is not among the first of channel "
                            + channel.name() + ": it may have been taken; track shows where its job is"));
        } catch (IllegalArgumentException e) {
            throw Refused.badRequest(e.getMessage());
        }
    }

    private Channel channel(Context request) {
        return channels.channel(request.pathParam("name"));
    }

    private record Listed(List<MessageLine> messages, long searched, boolean complete, String next) {}
}
