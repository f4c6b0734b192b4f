package org.renkei.services.alarm;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.renkei.database.RepeatedWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A thread that looks through some watches each second. */
final class Rounds {
    private static final Logger log = LoggerFactory.getLogger(Rounds.class);
    private static final Duration EVERY = Duration.ofSeconds(1);

    private final List<Watch> watches;
    private final Consumer<Watch> look;
    private final Set<Watch> failed = new HashSet<>();
    private final RepeatedWork rounds;

    Rounds(String name, List<Watch> watches, Consumer<Watch> look) {
        this.watches = List.copyOf(watches);
        this.look = look;
        this.rounds = new RepeatedWork(name, () -> this.watches.forEach(this::tryToLook));
    }

    void start() {
        rounds.start(Duration.ZERO, EVERY);
    }

    /** One that fails does not keep the others from looking. */
    private void tryToLook(Watch watch) {
        try {
            look.accept(watch);
            failed.remove(watch);
        } catch (RuntimeException e) {
            if (failed.add(watch) && !rounds.isEnded()) {
                log.atWarn().addKeyValue("kind", watch.kind()).setCause(e).log("not looked for alarms");
            }
        }
    }

    /** Lets a look that is under way end: it may be writing. */
    void shutDown() {
        rounds.end();
    }

    /** @return false if it did not end in time */
    boolean awaitEnd(Deadline deadline) {
        return rounds.awaitEnd(deadline.left());
    }

    /** By the caller, after the end. */
    void lookOnceMore() {
        watches.forEach(this::tryToLook);
    }

    /** The same for one kind of alarm. */
    void lookOnceMore(AlarmKind kind) {
        watches.stream().filter(watch -> watch.kind() == kind).forEach(this::tryToLook);
    }
}
