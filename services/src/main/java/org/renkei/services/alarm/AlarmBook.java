package org.renkei.services.alarm;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The alarms that are open, one for each kind and target, and the last {@value #MOST_CLEARED} that were. Thread-safe. */
final class AlarmBook {
    static final int MOST_CLEARED = 1_000;
    private static final Comparator<Alarm> NEWEST_FIRST =
            Comparator.comparingLong(Alarm::number).reversed();

    private final Map<Key, Alarm> open = new HashMap<>();
    private final TreeMap<Long, Alarm> cleared = new TreeMap<>();
    private long last;

    /** @param known as {@link #all} gave them in an earlier run */
    AlarmBook(Collection<Alarm> known) {
        for (Alarm alarm : known) {
            last = Math.max(last, alarm.number());
            if (alarm.open()) {
                open.put(Key.of(alarm), alarm);
            } else {
                keepCleared(alarm);
            }
        }
    }

    synchronized Alarm raise(AlarmKind kind, String target, String message, Instant at) {
        last = Math.max(last + 1, at.toEpochMilli()); // never the same twice, even if the file of them was lost
        Alarm alarm = Alarm.raised(Alarm.id(last), kind, target, message, at);
        open.put(Key.of(alarm), alarm);
        return alarm;
    }

    /** Empty if it is not open. */
    synchronized Optional<Alarm> clear(AlarmKind kind, String target, Instant at) {
        Optional<Alarm> over =
                Optional.ofNullable(open.remove(new Key(kind, target))).map(alarm -> alarm.cleared(at));
        over.ifPresent(this::keepCleared);
        return over;
    }

    /** @return true if it says something else than before */
    synchronized boolean say(AlarmKind kind, String target, String message) {
        Alarm before = open.get(new Key(kind, target));
        if (before == null || before.message().equals(message)) {
            return false;
        }
        open.put(Key.of(before), before.saying(message));
        return true;
    }

    /** Empty if it is not known. */
    synchronized Optional<Alarm> acknowledge(String id, Instant at, String by, String note) {
        Optional<Alarm> seen = find(id).map(alarm -> alarm.acknowledged(at, by, note));
        seen.filter(alarm -> alarm.open()).ifPresent(alarm -> open.put(Key.of(alarm), alarm));
        seen.filter(alarm -> !alarm.open()).ifPresent(alarm -> cleared.put(alarm.number(), alarm));
        return seen;
    }

    /** Empty if it is not known. */
    synchronized Optional<Alarm> find(String id) {
        return all().stream().filter(alarm -> alarm.id().equals(id)).findFirst();
    }

    synchronized boolean isOpen(AlarmKind kind, String target) {
        return open.containsKey(new Key(kind, target));
    }

    /** What alarms of a kind that are open are about. */
    synchronized Set<String> openTargets(AlarmKind kind) {
        return open.keySet().stream()
                .filter(key -> key.kind() == kind)
                .map(Key::target)
                .collect(Collectors.toSet());
    }

    /** Open ones first, the newest first among them and behind them. */
    synchronized List<Alarm> all() {
        return Stream.concat(open.values().stream().sorted(NEWEST_FIRST), cleared.descendingMap().values().stream())
                .toList();
    }

    private void keepCleared(Alarm alarm) {
        cleared.put(alarm.number(), alarm);
        if (cleared.size() > MOST_CLEARED) {
            cleared.pollFirstEntry();
        }
    }

    private record Key(AlarmKind kind, String target) {
        static Key of(Alarm alarm) {
            return new Key(alarm.kind(), alarm.target());
        }
    }
}
