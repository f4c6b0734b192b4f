package org.renkei.broker.channel;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongPredicate;

/** Looks at the messages of one queue for operators: never at more than so many, and never for long. Thread-safe. */
public final class Browsing {

    /** Messages that one call looks at, at the most. */
    public static final int MOST_SEARCHED = 10_000;

    private static final WalkLimits LIMITS = new WalkLimits(Duration.ofSeconds(10), Duration.ofSeconds(2));
    private static final int NOTHING = 0;
    private static final int LISTED_BODY = 4 * 1024;
    private static final int SEARCHED_BODY = 64 * 1024;
    private static final int SHOWN_BODY = 1024 * 1024;

    private final ChannelQueue queue;
    private final LongPredicate inHand;
    private final WalkLimits limits;

    Browsing(ChannelQueue queue, LongPredicate inHand) {
        this(queue, inHand, LIMITS);
    }

    /** @param inHand whether a worker of Renkei's has received the message of this number */
    public Browsing(ChannelQueue queue, LongPredicate inHand, WalkLimits limits) {
        this.queue = queue;
        this.inHand = inHand;
        this.limits = limits;
    }

    /** As {@link Channel#browse(BrowseQuery)}. */
    public MessagePage page(BrowseQuery query) {
        Page page = new Page(query);
        int mostBody = query.text() == null ? LISTED_BODY : SEARCHED_BODY;
        boolean atEnd = queue.walk(walk(query.after(), false, mostBody), page::add);
        return page.page(atEnd);
    }

    /** As {@link Channel#find}. */
    public Optional<BrowsedMessage> find(String id, String near) {
        Found found = new Found(id);
        if (near != null) {
            queue.walk(walk(near, true, NOTHING), found::look);
        }
        if (found.message == null) {
            found.searched = 0;
            queue.walk(walk(null, true, NOTHING), found::look);
        }
        return found.message == null ? Optional.empty() : Optional.of(withBody(found.message));
    }

    /** As it was found, if it is gone meanwhile. */
    private BrowsedMessage withBody(BrowsedMessage found) {
        BrowsedMessage[] again = {found};
        queue.walk(walk(found.cursor(), true, SHOWN_BODY), message -> {
            if (message.message().id().equals(found.message().id())) {
                again[0] = message;
            }
            return false;
        });
        return again[0];
    }

    void each(Consumer<ChannelMessage> each) {
        toTheEnd(Walk.toTheEnd(null, LISTED_BODY), each);
    }

    void each(String filter, Consumer<ChannelMessage> each) {
        toTheEnd(Walk.toTheEnd(filter, Walk.WHOLE), each);
    }

    private void toTheEnd(Walk walk, Consumer<ChannelMessage> each) {
        queue.walk(walk, message -> {
            each.accept(message.message());
            return true;
        });
    }

    private Walk walk(String from, boolean inclusive, int mostBody) {
        return new Walk(from, inclusive, null, mostBody, true, inHand, limits);
    }

    /** One page while it fills. */
    private static final class Page {

        private final BrowseQuery query;
        private final String text;
        private final List<BrowsedMessage> messages = new ArrayList<>();
        private long searched;
        private String last;

        Page(BrowseQuery query) {
            this.query = query;
            this.text = query.text() == null ? null : query.text().toLowerCase(Locale.ROOT);
            this.last = query.after();
        }

        boolean add(BrowsedMessage message) {
            searched++;
            last = message.cursor();
            if (text == null || matches(message.message())) {
                messages.add(message.withBodyAtMost(LISTED_BODY));
            }
            return messages.size() < query.limit() && searched < MOST_SEARCHED;
        }

        MessagePage page(boolean atEnd) {
            boolean full = messages.size() == query.limit();
            return new MessagePage(List.copyOf(messages), searched, atEnd || full, atEnd ? null : last);
        }

        private boolean matches(ChannelMessage message) {
            return contains(message.id())
                    || contains(message.correlationId())
                    || message.properties().entrySet().stream().anyMatch(this::matches)
                    || matches(message.body());
        }

        private boolean matches(Body body) {
            if (body instanceof Body.Text shown) {
                return contains(shown.text());
            }
            if (body instanceof Body.Fields fields) {
                return fields.fields().entrySet().stream().anyMatch(this::matches);
            }
            return body instanceof Body.Values values
                    && values.values().stream().anyMatch(this::contains);
        }

        private boolean matches(Map.Entry<String, Object> property) {
            return contains(property.getKey()) || contains(property.getValue());
        }

        private boolean contains(Object value) {
            return value != null && value.toString().toLowerCase(Locale.ROOT).contains(text);
        }
    }

    /** The one of an id, once it was passed. */
    private static final class Found {

        private final String id;
        private int searched;
        private BrowsedMessage message;

        Found(String id) {
            this.id = id;
        }

        boolean look(BrowsedMessage passed) {
            if (passed.message().id().equals(id)) {
                message = passed;
            }
            return message == null && ++searched < MOST_SEARCHED;
        }
    }
}
