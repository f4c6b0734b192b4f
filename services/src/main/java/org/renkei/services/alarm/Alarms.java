package org.renkei.services.alarm;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.renkei.broker.channel.Channels;
import org.renkei.services.activity.ActivityLog;

/**
 * The alarms of a running system (A3). From {@link #start} to {@link #close} it looks each second for what must be told; what it found before
 * a restart, and who had acknowledged it, it knows from a file. Thread-safe.
 */
public final class Alarms {
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(3);

    private final AlarmBook book;
    private final Set<String> untoldBefore;
    private final AlarmFile file;
    private final Announcer announcer;
    private final Clock clock;
    private final Rounds quick;
    private final Rounds slow;

    Alarms(AlarmFile file, Announcer announcer, List<Watch> quick, List<Watch> slow, Clock clock) {
        KeptAlarms kept = file.load();
        this.book = new AlarmBook(kept.alarms());
        this.untoldBefore = kept.untold();
        this.file = file;
        this.announcer = announcer;
        this.quick = new Rounds("renkei-alarms", quick, this::look);
        this.slow = new Rounds("renkei-alarms-health", slow, this::look);
        this.clock = clock;
    }

    /**
     * @param file keeps them over a restart; need not exist
     * @param channels where {@link AlarmsConfig#channel()} is, and whose limits are watched
     * @param node the name of this process, told with each alarm
     */
    public static Alarms of(
            AlarmsConfig config,
            AlarmSources sources,
            Channels channels,
            Path file,
            ActivityLog activity,
            String node,
            Clock clock) {
        return new Alarms(
                new AlarmFile(file),
                Announcer.of(config, channels, activity, node),
                sources.quick(config, channels),
                sources.slow(),
                clock);
    }

    /** Begins to look; those outside first hear of what is open still and could not be told before the restart. */
    public void start() {
        announcer.start();
        book.all().stream()
                .filter(alarm -> alarm.open() && untoldBefore.contains(alarm.id()))
                .sorted(Comparator.comparingLong(Alarm::number))
                .forEach(announcer::tellOutside);
        quick.start();
        slow.start();
    }

    /** Open ones first, then the last ones that were; the newest first in both. */
    public List<Alarm> all() {
        return book.all();
    }

    /** Empty if it is not known, or was over long ago. */
    public Optional<Alarm> find(String id) {
        return book.find(id);
    }

    /**
     * Notes that somebody has seen it; done again, that takes the place of what was noted before. The alarm stays open while what it is
     * about holds.
     *
     * @param note or null
     * @return empty if it is not known
     */
    public Optional<Alarm> acknowledge(String id, String by, String note) {
        Optional<Alarm> seen = book.acknowledge(id, clock.instant(), by, note);
        seen.ifPresent(alarm -> {
            announcer.tell(AlarmEvent.ACKNOWLEDGED, alarm);
            if (alarm.kind().endsWhenAcknowledged()) {
                clear(alarm.kind(), alarm.target());
            }
            save();
        });
        return seen.flatMap(alarm -> book.find(id));
    }

    /** Receivers that do not take alarms: why, by their name. */
    public Map<String, String> problems() {
        return announcer.problems();
    }

    /** Raises what a watch has found, and clears what it finds no more. */
    void look(Watch watch) {
        AlarmKind kind = watch.kind();
        Set<String> before = book.openTargets(kind);
        Sighting sighting = watch.look(before);
        boolean changed = false;
        for (Map.Entry<String, String> begun : sighting.begun().entrySet()) {
            clear(kind, begun.getKey());
            raise(kind, begun.getKey(), begun.getValue());
            changed = true;
        }
        for (Map.Entry<String, String> holding : sighting.holding().entrySet()) {
            if (!book.isOpen(kind, holding.getKey())) {
                changed |= raise(kind, holding.getKey(), holding.getValue());
            } else if (book.say(kind, holding.getKey(), holding.getValue())) {
                // The next start finds other words by itself, but not for what it does not find any more.
                changed |= kind.endsWhenAcknowledged();
            }
        }
        if (!kind.endsWhenAcknowledged()) {
            for (String target : book.openTargets(kind)) {
                changed |= !sighting.holding().containsKey(target) && clear(kind, target);
            }
        }
        if (changed) {
            save();
        }
    }

    private void save() {
        file.save(() -> new KeptAlarms(book.all(), announcer.untold()));
    }

    private boolean raise(AlarmKind kind, String target, String message) {
        announcer.tell(AlarmEvent.RAISED, book.raise(kind, target, message, clock.instant()));
        return true;
    }

    private boolean clear(AlarmKind kind, String target) {
        Instant now = clock.instant();
        return book.clear(kind, target, now)
                .map(over -> {
                    announcer.tell(AlarmEvent.CLEARED, over);
                    return true;
                })
                .orElse(false);
    }

    /**
     * Looks once more, and tries to deliver what waits. What is open stays so for the next start to find, which tells those outside what they could
     * not be told now.
     *
     * @param within how long that may take; some tenths of a second are added to it
     */
    public void close(Duration within) {
        Deadline deadline = Deadline.in(within.compareTo(LONGEST_CLOSE) < 0 ? within : LONGEST_CLOSE);
        slow.shutDown();
        quick.shutDown();
        if (quick.awaitEnd(deadline)) {
            quick.lookOnceMore();
        }
        announcer.close(deadline);
        slow.awaitEnd(deadline);
        if (!book.all().isEmpty()) {
            save(); // by now it is known who was told
        }
    }

    /**
     * After {@link #close}, when nothing can be lost any more: the next start would not find what a stop by force has lost. It is that start which
     * tells those outside.
     */
    public void lookForLost() {
        quick.lookOnceMore(AlarmKind.LOST);
    }
}
