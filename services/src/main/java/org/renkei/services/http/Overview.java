package org.renkei.services.http;

import java.time.Instant;
import java.util.List;
import org.renkei.broker.channel.ChannelState;
import org.renkei.services.activity.ActivityEntry;
import org.renkei.services.alarm.Alarm;
import org.renkei.services.lifecycle.LifecycleState;
import org.renkei.services.lifecycle.StopProgress;

/**
 * Whether all is well, at a glance.
 *
 * @param fullest those nearest to their max that hold something
 * @param alarms the newest open ones
 * @param recent what changed last
 * @param stopping null if no stop is under way
 */
record Overview(
        String node,
        LifecycleState state,
        Instant startedAt,
        PendingSummary pending,
        JobRates jobs,
        ChannelCounts channels,
        List<ChannelView> fullest,
        List<String> blockedFlows,
        List<String> pausedApplications,
        List<Alarm> alarms,
        int openAlarms,
        List<String> problems,
        List<ActivityEntry> recent,
        StopProgress stopping) {

    /** How many channels are in each state, and how many have an alarm. */
    record ChannelCounts(int total, int active, int blocked, int draining, int stopped, int alarm) {
        static ChannelCounts of(List<ChannelView> channels) {
            int[] states = new int[ChannelState.values().length];
            int alarms = 0;
            for (ChannelView channel : channels) {
                states[channel.state().ordinal()]++;
                alarms += channel.alarm() ? 1 : 0;
            }
            return new ChannelCounts(channels.size(), states[0], states[1], states[2], states[3], alarms);
        }
    }
}
