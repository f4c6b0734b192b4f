package org.renkei.services.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import java.util.List;
import java.util.Map;
import org.renkei.broker.config.Nearest;

/**
 * One operation of the contract.
 *
 * @param path with its parameters in braces, from the root
 * @param live true if it may be asked for as a stream of events
 * @param query the parameters that it takes in the query, by name
 */
record Operation(
        String id, HandlerType method, String path, Access access, boolean live, Map<String, QueryParameter> query) {

    /** @throws Refused 400 for the first parameter that it does not take, or not with that value */
    void checkQuery(Context request) {
        request.queryParamMap().forEach(this::checkParameter);
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
