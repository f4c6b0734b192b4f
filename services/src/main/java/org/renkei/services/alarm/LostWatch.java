package org.renkei.services.alarm;

import java.util.Map;
import java.util.Set;
import java.util.function.IntSupplier;

/** Jobs that are lost with what volatile channels held. More of them in the same process raise no other alarm until this one is acknowledged. */
final class LostWatch implements Watch {
    private static final String TARGET = "volatile channels";

    private final IntSupplier lostSinceStart;
    private int told;

    LostWatch(IntSupplier lostSinceStart) {
        this.lostSinceStart = lostSinceStart;
    }

    @Override
    public AlarmKind kind() {
        return AlarmKind.LOST;
    }

    @Override
    public Sighting look(Set<String> open) {
        int lost = lostSinceStart.getAsInt();
        if (lost == told) {
            return Sighting.of(Map.of());
        }
        boolean alreadyRaised = told > 0 && open.contains(TARGET);
        told = lost;
        Map<String, String> words = Map.of(TARGET, words(lost));
        return alreadyRaised ? Sighting.of(words) : new Sighting(words, words);
    }

    private static String words(int lost) {
        return lost == 1
                ? "1 job is lost that was in memory"
                : String.format("%,d jobs are lost that were in memory", lost);
    }
}
