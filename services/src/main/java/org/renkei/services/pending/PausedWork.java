package org.renkei.services.pending;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What waits before applications that an operator paused (A5): no drain ends it. */
final class PausedWork {
    private final Map<String, String> byChannel;

    /** @param byChannel the paused application, or step, by the channel that it takes from */
    PausedWork(Map<String, String> byChannel) {
        this.byChannel = byChannel;
    }

    /** One sentence for each channel that holds something. */
    List<String> sentences(List<ChannelPending> channels) {
        return channels.stream().filter(this::waits).map(this::sentence).toList();
    }

    /** Those that something waits for, by name; empty if nothing does. */
    String names(List<ChannelPending> channels) {
        return channels.stream()
                .filter(this::waits)
                .map(channel -> byChannel.get(channel.name()))
                .distinct()
                .collect(Collectors.joining(", "));
    }

    private boolean waits(ChannelPending channel) {
        return byChannel.containsKey(channel.name()) && channel.held() > 0;
    }

    private String sentence(ChannelPending channel) {
        String application = byChannel.get(channel.name());
        String waiting = channel.held() == 1 ? "1 message waits" : channel.held() + " messages wait";
        return waiting + " in " + channel.name() + " because " + application
                + " is paused; to let them go on: renkei app resume " + application;
    }
}
