package org.renkei.services.alarm;

import java.util.Map;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.broker.channel.Channels;

/** Sends each announcement to a channel, as a text message that receivers can choose by its properties. */
final class AlarmChannel implements Receiver {
    private static final String TYPE = "renkei.alarm";

    private final Channels channels;
    private final String channel;

    AlarmChannel(Channels channels, String channel) {
        this.channels = channels;
        this.channel = channel;
    }

    @Override
    public String name() {
        return "alarm channel";
    }

    @Override
    public void take(Announcement announcement) {
        Alarm alarm = announcement.alarm();
        channels.send(
                channel,
                ChannelMessage.of(announcement.json())
                        .withType(TYPE)
                        .withProperties(Map.of(
                                "event", announcement.event().name(),
                                "kind", alarm.kind().name(),
                                "severity", alarm.severity().name(),
                                "target", alarm.target())));
    }
}
