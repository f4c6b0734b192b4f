package org.renkei.services.http;

import io.javalin.config.RoutesConfig;
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
    private static final String PATH = "/api/v1/dead-letters";
    private static final int LINES = 20;
    private static final int MOST_LINES = 1_000;

    private final DeadLetters letters;
    private final Clock clock;

    DeadLettersApi(DeadLetters letters, Clock clock) {
        this.letters = letters;
        this.clock = clock;
    }

    void addTo(RoutesConfig routes) {
        routes.get(PATH, this::list, Access.VIEW);
        routes.get(PATH + "/groups", this::groups, Access.VIEW);
        routes.get(PATH + "/export", this::export, Access.VIEW);
        routes.get(
                PATH + "/operations/{id}",
                request -> request.json(operation(request).report()),
                Access.VIEW);
        routes.get(PATH + "/{id}", this::show, Access.VIEW);
        routes.post(PATH + "/retry", this::retry, Access.OPERATE);
        routes.post(PATH + "/discard", this::discard, Access.OPERATE);
        routes.post(PATH + "/import", this::putBack, Access.OPERATE);
        routes.post(PATH + "/recover", this::recover, Access.OPERATE);
        routes.post(PATH + "/operations/{id}/cancel", this::cancel, Access.OPERATE);
    }

    private void list(Context request) {
        LetterPage.Order order =
                Parameters.choice(request, "order", LetterPage.Order.class).orElse(LetterPage.Order.NEWEST);
        LetterPage page = letters.page(chosen(request), order, cursor(request), limit(request));
        String next = page.next() == null ? null : page.next().toString();
        request.json(new Listed(page.letters(), page.matched(), next, letters.inFiles()));
    }

    private static LetterCursor cursor(Context request) {
        try {
            return Parameters.text(request, "after").map(LetterCursor::parse).orElse(null);
        } catch (IllegalArgumentException e) {
            throw Refused.badRequest("after is " + e.getMessage());
        }
    }

    private static int limit(Context request) {
        String text = Parameters.text(request, "limit").orElse(Integer.toString(LINES));
        try {
            int limit = Integer.parseInt(text);
            if (limit >= 1 && limit <= MOST_LINES) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw Refused.badRequest("limit must be 1 to " + MOST_LINES + ", was '" + text + "'");
    }

    private void groups(Context request) {
        LetterGroup.By by =
                Parameters.choice(request, "by", LetterGroup.By.class).orElse(LetterGroup.By.ERROR);
        request.json(new Grouped(letters.groups(chosen(request), by), letters.inFiles()));
    }

    private void show(Context request) {
        DeadLetter letter = letters.find(request.pathParam("id"));
        request.result(LetterJson.write(letter)).contentType("application/json");
    }

    /** One line for each. They are written to a file first, so that an answer is complete, or an error. */
    private void export(Context request) throws IOException {
        Selection selection = chosen(request);
        Path file = Files.createTempFile("renkei-dead-letters", ".jsonl");
        try {
            writeLines(selection, file);
            request.result(Files.newInputStream(file, StandardOpenOption.DELETE_ON_CLOSE))
                    .contentType("application/x-ndjson");
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(file);
            throw e;
        }
    }

    private void writeLines(Selection selection, Path file) throws IOException {
        try (Writer lines = Files.newBufferedWriter(file)) {
            letters.each(selection, letter -> {
                try {
                    lines.append(LetterJson.write(letter)).append('\n');
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private Selection chosen(Context request) {
        return LetterChoice.ofQuery(request).selection(clock);
    }

    private void retry(Context request) {
        RetryFrom from = from(request, "from").orElse(RetryFrom.STEP);
        Selection selection = changed(request, "dead retry from " + from);
        begun(request, letters.retry(selection, from, who(request)));
    }

    private void discard(Context request) {
        Selection selection = changed(request, "dead discard");
        begun(request, letters.discard(selection, who(request)));
    }

    private Selection changed(Context request, String action) {
        Selection selection = Parameters.body(request, LetterChoice.class).selection(clock);
        Audit.record(request, action, selection.toString());
        return selection;
    }

    private void putBack(Context request) {
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
        request.json(new Imported(ids.size(), retried));
    }

    private static Optional<RetryFrom> from(Context request, String name) {
        return Parameters.choice(request, name, RetryFrom.class);
    }

    private void recover(Context request) {
        Audit.record(request, "dead import", "files of last resort");
        begun(request, letters.recover());
    }

    private void cancel(Context request) {
        Operation operation = operation(request);
        Audit.record(request, "dead cancel", operation.report().what() + " " + operation.id());
        operation.cancel();
        begun(request, operation);
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

    private static void begun(Context request, Operation operation) {
        request.status(202).json(operation.report());
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
