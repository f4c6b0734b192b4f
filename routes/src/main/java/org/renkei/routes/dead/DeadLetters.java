package org.renkei.routes.dead;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.renkei.broker.channel.Channels;
import org.renkei.broker.error.Category;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.ShelteredThread;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What operators do with dead letters (C4). Thread-safe.
 *
 * <p>What changes them runs on threads of its own: it returns an {@link Operation} at once, two of which run at the same time while
 * others wait. It is about letters that had died before it began, so that one which fails again at once is not taken up again.
 */
public final class DeadLetters implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(DeadLetters.class);
    private static final int AT_ONCE = 2;
    private static final int REMEMBERED = 100;
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

    private final Channels channels;
    private final Set<String> deadLetterChannels;
    private final WayBack wayBack;
    private final LastResort lastResort;
    private final Clock clock;
    private final Importing importing;
    private final Map<String, Operation> operations = new LinkedHashMap<>();
    private final AtomicInteger threadNumber = new AtomicInteger();
    private final ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, this::thread);

    public DeadLetters(Channels channels, WayBack wayBack, LastResort lastResort, Clock clock) {
        this.channels = channels;
        this.deadLetterChannels = new CopyOnWriteArraySet<>(List.of(Channels.DEAD));
        this.wayBack = wayBack;
        this.lastResort = lastResort;
        this.clock = clock;
        this.importing = new Importing(channels, deadLetterChannels, wayBack);
    }

    /** Looks there too from now on. */
    public void include(String channel) {
        deadLetterChannels.add(channel);
    }

    private Thread thread(Runnable work) {
        Thread thread = new ShelteredThread(work, "renkei-dead-letters-" + threadNumber.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    /**
     * One page of those that lie in channels; those in files are only counted, see {@link #inFiles}. Reads all that is selected, and
     * keeps no more than the page.
     *
     * @param after where the page before ended; null for the first
     * @throws RenkeiException {@code CHANNEL_UNKNOWN} if the selection names a channel that is not one of dead letters
     */
    public LetterPage page(Selection selection, LetterPage.Order order, LetterCursor after, int limit) {
        LetterPage.Picker page = new LetterPage.Picker(order, after, limit);
        each(selection, letter -> page.add(LetterSummary.of(letter)));
        return page.page();
    }

    /** How many have what in common, the largest group first. */
    public List<LetterGroup> groups(Selection selection, LetterGroup.By by) {
        LetterGroup.Counter groups = new LetterGroup.Counter(by);
        each(selection, groups::add);
        return groups.groups();
    }

    /** Shows each that is selected, channel by channel, in the order in which they lie there. */
    public void each(Selection selection, Consumer<DeadLetter> consumer) {
        String filter = selection.filter();
        for (String channel : channelsOf(selection)) {
            channels.channel(channel).browse(filter, message -> consumer.accept(new DeadLetter(channel, message)));
        }
    }

    /** @throws RenkeiException {@code DEAD_LETTER_UNKNOWN} */
    public DeadLetter find(String id) {
        List<DeadLetter> found = new ArrayList<>(1);
        each(Selection.ofId(id), found::add);
        if (found.isEmpty()) {
            throw new RenkeiException(
                    ErrorCode.DEAD_LETTER_UNKNOWN,
                    "there is no dead letter " + id + ": it may have been retried or discarded, or is in hand");
        }
        return found.get(0);
    }

    /** Another one when letters may have come or gone. Cheap. */
    public String stamp() {
        return deadLetterChannels.stream()
                        .map(channel -> channels.channel(channel).figures())
                        .map(figures -> figures.in() + " " + figures.out() + " " + figures.current())
                        .collect(Collectors.joining(","))
                + "," + inFiles();
    }

    /** Files of last resort that wait to be brought back. */
    public int inFiles() {
        return lastResort.files().size();
    }

    /** What the operator should know; empty if all is well. */
    public Optional<String> problem() {
        return lastResort.problem();
    }

    /** Sends the selected letters on their way again: the same jobs, which tracking shows with their first failure and what follows. */
    public Operation retry(Selection selection, RetryFrom from, String who) {
        return start("retry", selection, letter -> wayBack.resume(letter, from, who));
    }

    /** Removes the selected letters for good; tracking shows their jobs as CANCELLED, and by whom. */
    public Operation discard(Selection selection, String who) {
        return start("discard", selection, letter -> wayBack.discard(letter, who));
    }

    /**
     * Puts letters that {@link LetterJson} has read into their channels. One that lies there still is replaced.
     *
     * @throws RenkeiException {@code DEAD_LETTER_INVALID} or {@code ALREADY_TAKEN_UP} if one of them cannot be put there: then none was;
     *     or as its channel refuses
     */
    public void putBack(List<DeadLetter> letters) {
        importing.check(letters);
        importing.run(letters);
    }

    /** Brings files of last resort back into their channels, and deletes each when its letter is on disk there. */
    public Operation recover() {
        Operation operation = new Operation("import");
        run(operation, () -> {
            List<Path> files = lastResort.files();
            operation.matched(files.size());
            for (Path file : files) {
                if (operation.goesOn()) {
                    recover(file, operation);
                }
            }
        });
        return operation;
    }

    private void recover(Path file, Operation operation) {
        try {
            LastResort.read(file).ifPresent(letter -> importing.run(List.of(letter)));
            LastResort.remove(file);
            operation.done(1);
        } catch (RenkeiException e) {
            if (e.category() != Category.REJECT) {
                throw e;
            }
            operation.left(file.getFileName() + ": " + e.getMessage(), 1);
        }
    }

    /** What was begun since the start; empty if it is not known, or long over. */
    public Optional<Operation> operation(String id) {
        synchronized (operations) {
            return Optional.ofNullable(operations.get(id));
        }
    }

    private Operation start(String what, Selection selection, Function<DeadLetter, WayBack.Departure> departure) {
        Selection before = selection.diedBefore(clock.instant().truncatedTo(ChronoUnit.MILLIS));
        Operation operation = new Operation(what);
        List<Sweep> sweeps = channelsOf(selection).stream()
                .map(channel -> new Sweep(channels, channel, before, departure, operation))
                .toList();
        run(operation, () -> {
            sweeps.forEach(Sweep::count);
            sweeps.forEach(Sweep::run);
        });
        return operation;
    }

    private void run(Operation operation, Runnable work) {
        synchronized (operations) {
            operations.put(operation.id(), operation);
            operations.keySet().removeIf(id -> operations.size() > REMEMBERED && isOver(operations.get(id)));
        }
        threads.execute(() -> {
            try {
                work.run();
                operation.ended();
            } catch (RuntimeException e) {
                operation.failed(e.getMessage());
                if (!(e instanceof RenkeiException)) {
                    log.atError().setCause(e).log("dead letters: an operation failed");
                }
            }
            Operation.Report report = operation.report();
            log.atInfo()
                    .addKeyValue("operation", report.what())
                    .addKeyValue("state", report.state())
                    .addKeyValue("matched", report.matched())
                    .addKeyValue("done", report.done())
                    .addKeyValue("error", report.error())
                    .log("dead letters");
        });
    }

    private static boolean isOver(Operation operation) {
        return operation.report().state() != Operation.State.RUNNING;
    }

    private Collection<String> channelsOf(Selection selection) {
        if (selection.channel() == null) {
            return deadLetterChannels;
        }
        if (!deadLetterChannels.contains(selection.channel())) {
            throw new RenkeiException(
                    ErrorCode.CHANNEL_UNKNOWN,
                    "dead letters are in " + String.join(", ", deadLetterChannels) + ", not in " + selection.channel());
        }
        return List.of(selection.channel());
    }

    /** Lets operations end after the batch in hand, and waits some seconds for it. */
    @Override
    public void close() {
        synchronized (operations) {
            operations.values().forEach(Operation::cancel);
        }
        threads.shutdown();
        try {
            if (!threads.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            threads.shutdownNow();
        }
    }
}
