package org.renkei.services.http;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.renkei.routes.dead.DeadLetter;
import org.renkei.routes.dead.DeadLetters;
import org.renkei.routes.dead.LetterCursor;
import org.renkei.routes.dead.LetterGroup;
import org.renkei.routes.dead.LetterJson;
import org.renkei.routes.dead.LetterPage;
import org.renkei.routes.dead.LetterSummary;
import org.renkei.routes.dead.Operation;
import org.renkei.routes.dead.RetryFrom;
import org.renkei.routes.dead.Selection;

/** {@code /dead-letters}: what gave up, and what is done about it (C4). What takes time answers 202 with an operation to look at. */
final class DeadLettersApi {
    private final DeadLetters letters;
    private final Clock clock;
    /** To list letters is to read them all. */
    private final Expensive reading = new Expensive();

    DeadLettersApi(DeadLetters letters, Clock clock) {
        this.letters = letters;
        this.clock = clock;
    }

    void addTo(Operations operations) {
        operations.answer(
                "listDeadLetters",
                request -> reading.answer(request, Listed.class, letters.stamp(), () -> list(request)));
        operations.answer(
                "groupDeadLetters",
                request -> reading.answer(request, Grouped.class, letters.stamp(), () -> groups(request)));
        operations.handle("exportDeadLetters", this::export);
        operations.answer("showOperation", request -> operation(request).report());
        operations.handle("showDeadLetter", this::show);
        operations.answer("retryDeadLetters", this::retry);
        operations.answer("discardDeadLetters", this::discard);
        operations.answer("importDeadLetters", this::putBack);
        operations.answer("recoverDeadLetters", this::recover);
        operations.answer("cancelOperation", this::cancel);
    }

    private Listed list(Context request) {
        LetterPage.Order order =
                Parameters.choice(request, "order", LetterPage.Order.class).orElse(LetterPage.Order.NEWEST);
        LetterPage page = letters.page(chosen(request), order, cursor(request), Parameters.limit(request));
        String next = page.next() == null ? null : page.next().toString();
        return new Listed(page.letters(), page.matched(), next, letters.inFiles());
    }

    private static LetterCursor cursor(Context request) {
        try {
            return Parameters.text(request, "after").map(LetterCursor::parse).orElse(null);
        } catch (IllegalArgumentException e) {
            throw Refused.badRequest("after is " + e.getMessage());
        }
    }

    private Grouped groups(Context request) {
        LetterGroup.By by =
                Parameters.choice(request, "by", LetterGroup.By.class).orElse(LetterGroup.By.ERROR);
        return new Grouped(letters.groups(chosen(request), by), letters.inFiles());
    }

    private void show(Context request) {
        DeadLetter letter = reading.answer(() -> letters.find(request.pathParam("id")));
        request.result(LetterJson.write(letter)).contentType("application/json");
    }

    /** One line for each. They are written to a file first, so that an answer is complete, or an error. */
    private void export(Context request) throws IOException {
        Selection selection = chosen(request);
        Path file = Files.createTempFile("renkei-dead-letters", ".jsonl");
        try {
            reading.answer(() -> {
                writeLines(selection, file);
                return file;
            });
            request.result(Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE))
                    .contentType("application/x-ndjson");
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private void writeLines(Selection selection, Path file) {
        try (Writer lines = Files.newBufferedWriter(file)) {
            letters.each(selection, letter -> {
                try {
                    lines.append(LetterJson.write(letter)).append('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Selection chosen(Context request) {
        return LetterChoice.ofQuery(request).selection(clock);
    }

    private Operation.Report retry(Context request) {
        RetryFrom from = from(request, "from").orElse(RetryFrom.STEP);
        Selection selection =
                changed(request, "dead retry", "from " + from.name().toLowerCase(Locale.ROOT));
        return begun(request, letters.retry(selection, from, who(request)));
    }

    private Operation.Report discard(Context request) {
        Selection selection = changed(request, "dead discard", null);
        return begun(request, letters.discard(selection, who(request)));
    }

    private Selection changed(Context request, String action, String detail) {
        Selection selection = Parameters.body(request, LetterChoice.class).selection(clock);
        Audit.record(request, action, selection.toString(), detail);
        return selection;
    }

    private Imported putBack(Context request) {
        Optional<RetryFrom> retry = from(request, "retry");
        List<DeadLetter> read = new ArrayList<>();
        int number = 0;
        for (String line : request.body().split("\n")) {
            number++;
            if (!line.isBlank()) {
                read.add(LetterJson.read("line " + number, line));
            }
        }
        List<String> ids = read.stream().map(DeadLetter::id).toList();
        Audit.record(request, retry.isPresent() ? "dead import and retry" : "dead import", String.join(", ", ids));
        letters.putBack(read);
        Operation.Report retried = retry.filter(from -> !ids.isEmpty())
                .map(from ->
                        letters.retry(Selection.ofIds(ids), from, who(request)).report())
                .orElse(null);
        return new Imported(ids.size(), retried);
    }

    private static Optional<RetryFrom> from(Context request, String name) {
        return Parameters.choice(request, name, RetryFrom.class);
    }

    private Operation.Report recover(Context request) {
        Audit.record(request, "dead import", "files of last resort");
        return begun(request, letters.recover());
    }

    private Operation.Report cancel(Context request) {
        Operation operation = operation(request);
        Audit.record(request, "dead cancel", operation.report().what() + " " + operation.id());
        operation.cancel();
        return begun(request, operation);
    }

    private Operation operation(Context request) {
        String id = request.pathParam("id");
        return letters.operation(id)
                .orElseThrow(
                        () -> Refused.notFound("there is no operation " + id + " any more; a restart forgets them"));
    }

    private static String who(Context request) {
        return Audit.user(request).name();
    }

    private static Operation.Report begun(Context request, Operation operation) {
        request.status(202);
        return operation.report();
    }

    /**
     * @param matched letters on all pages
     * @param next where the following page begins; null if this one is the last
     * @param inFiles letters that wait in files to be brought back
     */
    private record Listed(List<LetterSummary> letters, long matched, String next, int inFiles) {}

    private record Grouped(List<LetterGroup> groups, int inFiles) {}

    /** @param operation null if they are not retried */
    private record Imported(int imported, Operation.Report operation) {}
}
