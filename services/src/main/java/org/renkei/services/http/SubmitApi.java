package org.renkei.services.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.renkei.broker.channel.Priority;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.routes.engine.KeptResult;
import org.renkei.routes.engine.NewJob;

/** {@code POST /flows/NAME/jobs} and {@code /results}: handing in jobs, and what becomes of them (B6, B7). */
final class SubmitApi {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(10);
    private static final String KEY = "Idempotency-Key";
    private static final Pattern FIT_KEY = Pattern.compile("[\\x20-\\x7E]{1,255}");

    private final FlowEngine engine;
    private final JobResults results;
    private final Submission submission;
    private final Expensive looking = new Expensive();

    SubmitApi(FlowEngine engine, JobResults results) {
        this.engine = engine;
        this.results = results;
        this.submission = new Submission(engine, results);
    }

    void addTo(Operations operations) {
        operations.handle("submitJob", this::submit);
        operations.handle("showResult", this::show);
        operations.handle("deleteResult", this::delete);
    }

    private void submit(Context request) {
        String flow = engine.flow(request.pathParam("name")).name();
        String user = Audit.user(request).name();
        Optional<Duration> wait = wait(request);
        String key = key(request);
        // Whoever repeats a request that waits wants what the first one would have got.
        boolean keeps = Parameters.truth(request, "keep").orElse(key != null && wait.isPresent());
        NewJob job = new NewJob(
                flow,
                request.body(),
                Parameters.text(request, "correlation").orElse(null),
                Parameters.choice(request, "priority", Priority.class).orElse(Priority.NORMAL),
                key,
                keeps ? user : null);
        Audit.submitted(request, flow);
        wait.ifPresentOrElse(
                within -> request.future(() ->
                        submission.submitAndWait(job, user, within).thenAccept(result -> answer(request, result))),
                () -> answer(request, submission.submit(job, user)));
    }

    /** Those who wait are looked for together. */
    private void show(Context request) {
        String id = request.pathParam("id");
        String user = Audit.user(request).name();
        wait(request)
                .ifPresentOrElse(
                        within -> request.future(
                                () -> results.await(id, user, within).thenAccept(found -> show(request, id, found))),
                        () -> show(request, id, looking.answer(() -> results.find(id, user))));
    }

    private void show(Context request, String id, Optional<KeptResult> found) {
        answer(request, found.isPresent() ? Ended.of(found.get()) : underWay(id));
    }

    private Submission.Accepted underWay(String id) {
        return results.journey(id)
                .filter(journey -> !journey.state().isTerminal())
                .map(journey -> new Submission.Accepted(id, "no result yet; the job goes on", null))
                .orElseThrow(() -> unknown(id));
    }

    private void delete(Context request) {
        String job = request.pathParam("id");
        if (!results.delete(job, Audit.user(request).name())) {
            throw unknown(job);
        }
        request.status(204);
    }

    private static RenkeiException unknown(String id) {
        return new RenkeiException(
                ErrorCode.RESULT_UNKNOWN,
                "no result of '" + id + "' is kept for you: it has not come, was not to be kept,"
                        + " was fetched or deleted, or is no longer valid");
    }

    private static void answer(Context request, Object result) {
        request.status(result instanceof Submission.Accepted ? 202 : 200).json(result);
    }

    /** As the header has it, or as a string of a structured field, in quotes. */
    private static String key(Context request) {
        String given = request.header(KEY);
        if (given == null) {
            return null;
        }
        String text = given.strip();
        boolean quoted = text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        String key = quoted ? text.substring(1, text.length() - 1) : text;
        if (!FIT_KEY.matcher(key).matches()) {
            throw Refused.badRequest(KEY + " must be 1 to 255 characters of ASCII, was '" + given + "'");
        }
        return key;
    }

    private static Optional<Duration> wait(Context request) {
        Optional<Duration> wait = Parameters.duration(request, "wait");
        wait.filter(asked -> asked.compareTo(LONGEST_WAIT) > 0).ifPresent(tooLong -> {
            throw Refused.badRequest("wait must be at most " + LONGEST_WAIT.toMinutes() + "m, was " + tooLong);
        });
        return wait;
    }
}
