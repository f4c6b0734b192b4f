package org.renkei.broker.channel;

import java.time.Duration;
import org.renkei.broker.config.ConfigException;

/**
 * The declaration of a channel (A2). {@code rearm < watch ≤ max} and {@code unblock < max} always hold.
 *
 * @param kind must be given
 * @param autostart opened at start; otherwise {@code channel start} opens it. Default true
 * @param max messages at which the channel blocks, 1 to 10,000,000. Default 1,000,000
 * @param watch messages at which an alarm is raised. Default 80 % of max, at least 1
 * @param rearm messages to which depth must fall before the alarm can be raised again. Default 70 % of max
 * @param unblock messages to which depth must fall before a full channel opens again. Default 90 % of max
 * @param lifetime how long a message without an expiration of its own stays valid; null, the default, for ever
 * @param consumers workers that Renkei runs on it at the most, 1 to 256. Default 4
 * @param batch messages that one worker may put into one commit, 1 to 1,000. Default 20
 * @param priority given to every message that a flow sends here; null, the default, keeps the message's own
 * @param dataSource of {@code etc/renkei.yaml}, in whose tables a database channel lives; must be given for one, and only there
 */
public record ChannelConfig(
        ChannelKind kind,
        Boolean autostart,
        Long max,
        Long watch,
        Long rearm,
        Long unblock,
        Duration lifetime,
        Integer consumers,
        Integer batch,
        Priority priority,
        String dataSource) {

    public static final long GREATEST_MAX = 10_000_000;

    public ChannelConfig {
        if (kind == null) {
            throw new ConfigException("kind", "is missing: volatile, persistent or database");
        }
        if (kind == ChannelKind.DATABASE && dataSource == null) {
            throw new ConfigException("dataSource", "is missing: name one of dataSources in etc/renkei.yaml");
        }
        if (kind != ChannelKind.DATABASE && dataSource != null) {
            throw new ConfigException("dataSource", "is for channels of kind database only, this one is " + kind);
        }
        autostart = autostart == null || autostart;
        max = max == null ? 1_000_000 : max;
        within("max", max, 1, GREATEST_MAX);
        watch = watch == null ? Math.max(1, max * 8 / 10) : watch;
        rearm = rearm == null ? Math.min(watch - 1, max * 7 / 10) : rearm;
        unblock = unblock == null ? Math.min(max - 1, max * 9 / 10) : unblock;
        if (watch > max) {
            throw new ConfigException("max", "must not be below watch (" + watch + "), was " + max);
        }
        within("watch", watch, 1, max);
        if (rearm < 0 || rearm >= watch) {
            throw new ConfigException("rearm", "must be 0 or more and below watch (" + watch + "), was " + rearm);
        }
        if (unblock < 0 || unblock >= max) {
            throw new ConfigException("unblock", "must be 0 or more and below max (" + max + "), was " + unblock);
        }
        if (lifetime != null && (lifetime.isNegative() || lifetime.isZero())) {
            throw new ConfigException("lifetime", "must be longer than nothing, was " + lifetime);
        }
        consumers = consumers == null ? 4 : consumers;
        within("consumers", consumers, 1, 256);
        batch = batch == null ? 20 : batch;
        within("batch", batch, 1, 1_000);
    }

    /** A channel of this kind with the defaults. */
    public static ChannelConfig of(ChannelKind kind) {
        return new ChannelConfig(kind, null, null, null, null, null, null, null, null, null, null);
    }

    /** A database channel in this data source, with the defaults. */
    public static ChannelConfig in(String dataSource) {
        return new ChannelConfig(
                ChannelKind.DATABASE, null, null, null, null, null, null, null, null, null, dataSource);
    }

    private static void within(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ConfigException(key, "must be " + least + " to " + most + ", was " + value);
        }
    }
}
