package org.renkei.services.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import org.renkei.broker.config.Nearest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One operation of the contract.
 *
 * @param path with its parameters in braces, from the root
 * @param live true if it may be asked for as a stream of events
 * @param largeBody true if its requests may be as large as the settings say; else they must be small
 * @param query the parameters that it takes in the query, by name
 */
record Operation(
        String id,
        HandlerType method,
        String path,
        Access access,
        boolean live,
        boolean largeBody,
        Map<String, QueryParameter> query) {
    private static final Logger log = LoggerFactory.getLogger(Operation.class);
    private static final int SMALL_BODY = 64 << 10;
    private static final int MOST_DISCARDED = 1 << 20;

    /** @throws Refused 400 for the first parameter that it does not take, or not with that value */
    void checkQuery(Context request) {
        request.queryParamMap().forEach(this::checkParameter);
    }

    /**
     * To be asked before anything of the body is read.
     *
     * @throws Refused 413 if the body is larger than it may be, 411 if it does not say how large it is
     */
    void checkBody(Context request) {
        if (largeBody || method.equals(HandlerType.GET)) {
            return;
        }
        if (request.header("Transfer-Encoding") != null) {
            throw new Refused(Problem.of(411, "Length required", "the request must say its Content-Length"));
        }
        String declared = request.header("Content-Length");
        long length = declared == null ? 0 : Long.parseLong(declared);
        if (length > SMALL_BODY) {
            discardBody(request, length);
            throw new Refused(
                    Problem.of(413, "Too large", "the body may have " + SMALL_BODY + " bytes, was " + length));
        }
    }

    /** Who is sending still when the connection closes might never see the answer. What is larger yet is cut off. */
    private static void discardBody(Context request, long length) {
        try (InputStream body = request.bodyInputStream()) {
            body.skipNBytes(Math.min(length, MOST_DISCARDED));
        } catch (IOException e) {
            log.atDebug().setCause(e).log("a request ended before its body did");
        }
    }

    private void checkParameter(String name, List<String> values) {
        QueryParameter parameter = query.get(name);
        if (parameter == null) {
            throw Refused.badRequest("there is no parameter '" + name + "' here"
                    + Nearest.to(name, query.keySet())
                            .map(near -> "; did you mean " + near + "?")
                            .orElse(query.isEmpty() ? "" : "; there are " + String.join(", ", query.keySet())));
        }
        parameter.check(values);
    }
}
