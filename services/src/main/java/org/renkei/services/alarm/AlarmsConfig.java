package org.renkei.services.alarm;

import java.time.Duration;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.config.DurationText;

/**
 * What raises an alarm beside the limits of channels, and who is told.
 *
 * @param age of a channel's oldest message at which one is raised; it is over when that has fallen below half of it. Null, the default: none is
 * @param deadLetters one is raised when more than these wait in a channel. Default 0
 * @param channel that alarms are sent to; null, the default: none
 * @param webhook that alarms are posted to. Default {@link WebhookConfig#none()}
 */
public record AlarmsConfig(Duration age, Long deadLetters, String channel, WebhookConfig webhook) {

    public AlarmsConfig {
        if (age != null && age.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new ConfigException("age", "must be 1s or more, was " + DurationText.format(age));
        }
        deadLetters = deadLetters == null ? 0 : deadLetters;
        if (deadLetters < 0) {
            throw new ConfigException("deadLetters", "must be 0 or more, was " + deadLetters);
        }
        if (channel != null && channel.isBlank()) {
            throw new ConfigException("channel", "must not be empty");
        }
        webhook = webhook == null ? WebhookConfig.none() : webhook;
    }

    public static AlarmsConfig defaults() {
        return new AlarmsConfig(null, null, null, null);
    }
}
