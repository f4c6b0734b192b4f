package org.renkei.services.alarm;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.renkei.broker.channel.ChannelFigures;
import org.renkei.broker.channel.Channels;

/**
 * What alarms are found in.
 *
 * @param figures of all channels; asked several times a second
 * @param deadLetters the channels of dead letters
 * @param lost jobs lost since the start
 * @param lastResort what is wrong with dead letters, by the part that it is about; may take long
 * @param problems what else is wrong, by the part that it is about; may take long
 */
public record AlarmSources(
        Supplier<? extends Collection<ChannelFigures>> figures,
        Supplier<Set<String>> deadLetters,
        IntSupplier lost,
        Supplier<Map<String, String>> lastResort,
        Supplier<Map<String, String>> problems) {

    /** What is found at once. */
    List<Watch> quick(AlarmsConfig config, Channels channels) {
        LimitWatch depth = LimitWatch.depth();
        LimitWatch full = LimitWatch.full();
        channels.listen((channel, change, seen) -> {
            depth.passed(channel, change, seen);
            full.passed(channel, change, seen);
        });
        return List.of(
                depth,
                full,
                new AgeWatch(config.age(), figures, deadLetters),
                new DeadLetterWatch(config.deadLetters(), figures, deadLetters),
                new LostWatch(lost));
    }

    /** What may take as long as a database that does not answer. */
    List<Watch> slow() {
        return List.of(
                new HealthWatch(AlarmKind.LAST_RESORT, lastResort), new HealthWatch(AlarmKind.PROBLEM, problems));
    }
}
