package org.renkei.services.http;

import io.javalin.http.Context;
import org.renkei.broker.access.User;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records who changed what (D9), in the log {@code renkei.audit}. */
final class Audit {
    private static final Logger log = LoggerFactory.getLogger("renkei.audit");
    private static final String WHO = "renkei.who";

    private Audit() {}

    static void remember(Context request, SignedIn who) {
        request.attribute(WHO, who);
    }

    /** Who is signed in; null before that. */
    static SignedIn who(Context request) {
        return request.attribute(WHO);
    }

    static User user(Context request) {
        return who(request).user();
    }

    /** Records a change that is being asked for, before it is done. */
    static void record(Context request, String action, String target) {
        log.atInfo()
                .addKeyValue("user", user(request).name())
                .addKeyValue("from", request.ip())
                .addKeyValue("target", target)
                .log(action);
    }

    /** Records that somebody was turned away. */
    static void refused(Context request, String reason) {
        SignedIn who = who(request);
        log.atWarn()
                .addKeyValue("user", who == null ? null : who.user().name())
                .addKeyValue("from", request.ip())
                .addKeyValue("request", request.method() + " " + request.path())
                .log(reason);
    }
}
