package org.renkei.services.alarm;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.renkei.broker.channel.Channels;
import org.renkei.services.activity.ActivityLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Tells everybody what happened to an alarm: those outside, the log and the activity log. Thread-safe. */
final class Announcer {
    private static final Logger log = LoggerFactory.getLogger(Announcer.class);

    private final List<Delivery> deliveries;
    private final ActivityLog activity;
    private final String node;

    Announcer(List<Delivery> deliveries, ActivityLog activity, String node) {
        this.deliveries = List.copyOf(deliveries);
        this.activity = activity;
        this.node = node;
    }

    static Announcer of(AlarmsConfig config, Channels channels, ActivityLog activity, String node) {
        List<Delivery> deliveries = new ArrayList<>();
        if (config.webhook().url() != null) {
            deliveries.add(new Delivery(new Webhook(config.webhook())));
        }
        if (config.channel() != null) {
            deliveries.add(new Delivery(new AlarmChannel(channels, config.channel())));
        }
        return new Announcer(deliveries, activity, node);
    }

    void start() {
        deliveries.forEach(Delivery::start);
    }

    /** Those outside come first: a disk that hangs must not keep it from them. */
    void tell(AlarmEvent event, Alarm alarm) {
        Announcement announcement = AlarmJson.announcement(event, alarm, node);
        deliveries.forEach(delivery -> delivery.offer(announcement));
        String words = "alarm " + event.name().toLowerCase(Locale.ROOT);
        log.atLevel(event == AlarmEvent.RAISED ? Level.WARN : Level.INFO)
                .addKeyValue("alarm", alarm.id())
                .addKeyValue("kind", alarm.kind())
                .addKeyValue("target", alarm.target())
                .log(words + ": " + alarm.message());
        if (event != AlarmEvent.ACKNOWLEDGED) { // who did that is recorded where it came from
            activity.recordOwn(words, alarm.target(), alarm.kind() + ": " + alarm.message());
        }
    }

    /** Tells those outside of an alarm that an earlier run raised and could not tell them of. */
    void tellOutside(Alarm raised) {
        Announcement announcement = AlarmJson.announcement(AlarmEvent.RAISED, raised, node);
        deliveries.forEach(delivery -> delivery.offer(announcement));
    }

    /** Ids of alarms that somebody outside has not been told of. */
    Set<String> untold() {
        return deliveries.stream()
                .flatMap(delivery -> delivery.untold().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Receivers that do not take alarms, with why. */
    Map<String, String> problems() {
        Map<String, String> problems = new LinkedHashMap<>();
        deliveries.forEach(delivery -> delivery.problem().ifPresent(problem -> problems.put(delivery.name(), problem)));
        return problems;
    }

    void close(Deadline deadline) {
        deliveries.forEach(Delivery::shutDown);
        deliveries.forEach(delivery -> delivery.awaitEnd(deadline));
    }
}
