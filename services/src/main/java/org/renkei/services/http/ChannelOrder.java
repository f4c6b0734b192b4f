package org.renkei.services.http;

import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;

/** In which order channels are listed, by the words that the contract has for it. */
final class ChannelOrder {
    private static final Map<String, Comparator<ChannelView>> BY = inAnyCase(Map.ofEntries(
            Map.entry("name", Comparator.comparing(ChannelView::name)),
            Map.entry("kind", Comparator.comparing(ChannelView::kind)),
            Map.entry("state", Comparator.comparing(ChannelView::state)),
            Map.entry("current", Comparator.comparing(ChannelView::current)),
            Map.entry("fill", Comparator.comparing(ChannelView::fill)),
            Map.entry("oldestAge", Comparator.comparing(view -> orNone(view.oldestAgeSeconds()))),
            Map.entry("inRate", Comparator.comparing(ChannelView::inRate)),
            Map.entry("outRate", Comparator.comparing(ChannelView::outRate)),
            Map.entry("timeToLimit", Comparator.comparing(view -> orLongest(view.timeToLimitSeconds()))),
            Map.entry("producers", Comparator.comparing(ChannelView::producers)),
            Map.entry("consumers", Comparator.comparing(ChannelView::consumers))));

    private ChannelOrder() {}

    private static <T> Map<String, T> inAnyCase(Map<String, T> words) {
        Map<String, T> inAnyCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        inAnyCase.putAll(words);
        return inAnyCase;
    }

    /** @param words as {@code fill}, or {@code -fill} for the largest first; channels that are alike go by name */
    static Comparator<ChannelView> of(String words) {
        boolean largestFirst = words.startsWith("-");
        Comparator<ChannelView> order = BY.get(largestFirst ? words.substring(1) : words);
        return (largestFirst ? order.reversed() : order).thenComparing(ChannelView::name);
    }

    private static long orNone(Long seconds) {
        return seconds == null ? -1 : seconds;
    }

    private static long orLongest(Long seconds) {
        return seconds == null ? Long.MAX_VALUE : seconds;
    }
}
