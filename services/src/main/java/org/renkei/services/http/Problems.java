package org.renkei.services.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import java.util.Locale;
import org.renkei.broker.config.ConfigException;
import org.renkei.broker.error.Category;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.database.DatabaseException;
import org.renkei.services.lifecycle.StopRefused;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns what goes wrong into {@code application/problem+json}. */
final class Problems {
    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    private Problems() {}

    static void addTo(RoutesConfig routes) {
        routes.exception(Refused.class, (e, request) -> answer(request, e.problem()));
        routes.exception(StopRefused.class, (e, request) -> answer(request, of(e, 409, e)));
        routes.exception(
                ConfigException.class,
                (e, request) -> answer(
                        request, Problem.of(status(e), title(e.code()), e.code().toString(), e)));
        routes.exception(RenkeiException.class, (e, request) -> answer(request, of(e, status(e), null)));
        routes.exception(DatabaseException.class, (e, request) -> answer(request, trackingDown(e)));
        routes.exception(
                HttpResponseException.class,
                (e, request) -> answer(request, Problem.of(e.getStatus(), "Refused", e.getMessage())));
        routes.exception(Exception.class, (e, request) -> answer(request, unexpected(e, request)));
    }

    static void answer(Context request, Problem problem) {
        request.status(problem.status()).json(problem).contentType("application/problem+json");
    }

    private static Problem of(RenkeiException e, int status, StopRefused refused) {
        return Problem.of(
                status, title(e.code()), e.getMessage(), e.code().toString(), refused == null ? null : refused.check());
    }

    private static Problem trackingDown(DatabaseException e) {
        return Problem.of(
                503,
                "Tracking database away",
                ErrorCode.TRACKING_DOWN + " " + e.getMessage(),
                ErrorCode.TRACKING_DOWN.toString(),
                null);
    }

    private static Problem unexpected(Exception e, Context request) {
        log.atError()
                .addKeyValue("request", request.method() + " " + request.path())
                .setCause(e)
                .log("request failed");
        return Problem.of(500, "Internal error", "Something unexpected; the server's log has the details.");
    }

    private static int status(RenkeiException e) {
        return switch (e.code()) {
            case CHANNEL_UNKNOWN,
                    FLOW_UNKNOWN,
                    STEP_UNKNOWN,
                    APPLICATION_UNKNOWN,
                    DEAD_LETTER_UNKNOWN,
                    FLOW_VERSION_UNKNOWN,
                    ROUTE_UNKNOWN,
                    RESULT_UNKNOWN -> 404;
            case MESSAGES_PENDING, NOT_RUNNING, ALREADY_RUNNING, ALREADY_TAKEN_UP, FLOW_IN_USE, ROUTE_BUSY -> 409;
            case CONFIG_INVALID -> 400;
            case TOO_LARGE -> 413;
            case UNAUTHORISED -> 401;
            default -> e.category() == Category.REJECT ? 400 : e.category() == Category.RETRY ? 503 : 500;
        };
    }

    private static String title(ErrorCode code) {
        String words = code.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
