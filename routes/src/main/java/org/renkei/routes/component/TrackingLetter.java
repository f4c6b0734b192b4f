package org.renkei.routes.component;

import java.util.List;
import org.renkei.broker.channel.Body;
import org.renkei.broker.channel.ChannelMessage;
import org.renkei.tracking.journey.StepEvent;
import org.renkei.tracking.journey.StepEventJson;

/** The events of one transaction as the one message that carries them to the tracking database. */
final class TrackingLetter {
    private TrackingLetter() {}

    static ChannelMessage of(List<StepEvent> events) {
        return ChannelMessage.of(Body.of(StepEventJson.encode(events)));
    }
}
