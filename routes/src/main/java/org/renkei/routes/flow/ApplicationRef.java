package org.renkei.routes.flow;

import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.renkei.broker.config.Checks;

/**
 * What a step calls (B3): a bean, any Camel endpoint, a command, or an HTTP endpoint. Exactly one of the four is given.
 *
 * @param bean a name under {@code applications} in {@code etc/renkei.yaml}; or null
 * @param method of the bean, by Camel's rules of bean binding; null for an {@code Application}, or if there is only one
 * @param uri a Camel endpoint, for example {@code direct:check}; or null
 * @param command of the operating system; or null
 * @param http endpoint; or null
 */
public record ApplicationRef(String bean, String method, String uri, CommandConfig command, HttpConfig http) {

    static void check(String bean, String method, String uri, CommandConfig command, HttpConfig http, Checks checks) {
        checks.that(
                        Stream.of(bean, uri, command, http)
                                        .filter(Objects::nonNull)
                                        .count()
                                == 1,
                        "",
                        "must name its application by one of 'bean', 'uri', 'command' and 'http'",
                        "bean",
                        "uri",
                        "command",
                        "http")
                .that(method == null || bean != null, "method", "needs a bean", "bean");
    }

    /** As tracking and the command line show it. */
    @Override
    public String toString() {
        if (command != null) {
            return "command " + Path.of(command.run().get(0)).getFileName();
        }
        if (http != null) {
            return http.method() + " " + http.url();
        }
        return uri != null ? uri : method == null ? bean : bean + "." + method;
    }
}
