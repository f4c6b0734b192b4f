package org.renkei.services.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.renkei.broker.config.DurationText;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Stops the server, and returns when it is gone. Refused if messages would be lost (D4). */
@Command(
        name = "stop",
        description = "Stop Renkei; refused if messages would be lost.",
        footer = {
            "",
            "Jobs in persistent channels stay there and go on at the next start. Exit code 3 if refused.",
            "",
            "Examples:",
            "  ./renkei stop",
            "  ./renkei stop --drain=2m    # take nothing new, finish what is under way, then stop",
            "  ./renkei stop --force       # now; what is lost is tracked as LOST"
        })
final class StopCommand extends Verb {
    private static final Duration LOOK_EVERY = Duration.ofMillis(100);
    private static final Duration SILENT_FOR = Duration.ofSeconds(1);
    /** More than {@code stop.within} can be: a normal stop answers when its entrances have closed. */
    private static final Duration ANSWER_WITHIN = Duration.ofHours(25);

    @ArgGroup
    private How how = new How();

    private static final class How {
        @Option(
                names = "--drain",
                arity = "0..1",
                fallbackValue = "60s",
                paramLabel = "TIME",
                converter = DurationConverter.class,
                description = "Take nothing new and wait so long for what is under way (60s), then stop.")
        private Duration drain;

        @Option(names = "--force", description = "Stop whatever is lost; it is tracked as LOST.")
        private boolean force;

        String mode() {
            return force ? "force" : drain != null ? "drain" : "normal";
        }
    }

    @Override
    public Integer call() {
        ServerConnection server = server();
        JsonNode refusalBefore = lastRefusal(server.get("/status"));
        Instant began = Instant.now();
        ProgressLine progress = new ProgressLine(out());
        try {
            askWhileShowing(server, began, progress);
        } catch (ServerProblem refused) {
            progress.clear();
            JsonNode check = refused.member("check");
            if (check.isMissingNode()) {
                throw refused;
            }
            return refuse(check);
        }
        return follow(server, refusalBefore, began, progress);
    }

    private void askWhileShowing(ServerConnection server, Instant began, ProgressLine progress) {
        CompletableFuture<JsonNode> answer =
                CompletableFuture.supplyAsync(() -> server.post("/stop", request(), ANSWER_WITHIN));
        while (!answer.isDone()) {
            show(Duration.between(began, Instant.now()), progress, () -> statusOrNothing(server));
            Pause.of(LOOK_EVERY);
        }
        try {
            answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof CommandException told ? told : e;
        }
    }

    private static void show(Duration since, ProgressLine progress, Supplier<JsonNode> status) {
        if (since.compareTo(SILENT_FOR) > 0) {
            progress.now("Stopping: " + stage(status.get()) + ", " + Lapse.of(since));
        }
    }

    private Map<String, String> request() {
        Map<String, String> request = new LinkedHashMap<>();
        request.put("mode", how.mode());
        if (how.drain != null) {
            request.put("within", DurationText.format(how.drain));
        }
        return request;
    }

    private int follow(ServerConnection server, JsonNode refusalBefore, Instant began, ProgressLine progress) {
        while (ServerConnection.isAlive(server.pid())) {
            JsonNode status = statusOrNothing(server);
            JsonNode refusal = lastRefusal(status);
            if (refusal.isObject() && !refusal.equals(refusalBefore)) {
                progress.clear();
                return refuse(refusal.path("check"));
            }
            if (status.isObject() && !status.path("stopping").isObject()) {
                progress.clear();
                throw calledOff(status);
            }
            show(Duration.between(began, Instant.now()), progress, () -> status);
            Pause.of(LOOK_EVERY);
        }
        progress.done("Renkei has stopped, in " + Lapse.of(Duration.between(began, Instant.now())));
        return ExitCode.DONE;
    }

    /** The stop failed by an error: nothing is being stopped, and there will be no refusal to show. */
    private CommandException calledOff(JsonNode status) {
        String state = status.path("state").asText().toLowerCase(Locale.ROOT);
        return new CommandException("the stop failed and was called off; Renkei is " + state + "\nwhy is in "
                + Installation.shown(home().logs()) + "; to stop it nevertheless: " + Installation.command(home())
                + " stop --force");
    }

    private static JsonNode lastRefusal(JsonNode status) {
        return status.path("lastStopRefusal");
    }

    private static String stage(JsonNode status) {
        JsonNode stopping = status.path("stopping");
        long pending = stopping.path("pending").asLong();
        return stopping.path("stage").asText("the last stages") + (pending > 0 ? ", " + pending + " pending" : "");
    }

    /** Near its end the server answers no more, but its process is still there. */
    private static JsonNode statusOrNothing(ServerConnection server) {
        try {
            return server.get("/status");
        } catch (CommandException e) {
            return MissingNode.getInstance();
        }
    }

    private int refuse(JsonNode check) {
        String command = Installation.command(home());
        new PendingReport(check).print(out());
        out().println();
        out().println("Not stopped. What next:");
        out().println("  " + command + " stop --drain=60s   # wait for them");
        out().println("  " + command + " stop --force       # lose them; they are tracked as LOST");
        return ExitCode.PENDING;
    }
}
