package org.renkei.services.http;

import io.javalin.http.Context;
import org.renkei.broker.access.Role;
import org.renkei.broker.access.User;
import org.renkei.services.activity.ActivityLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records who changed what (D9), in the activity log and in the log {@code renkei.audit}. */
final class Audit {
    private static final Logger log = LoggerFactory.getLogger("renkei.audit");
    private static final String WHO = "renkei.who";
    private static final String ACTIVITY = "renkei.activity";

    private Audit() {}

    /** Where changes that this request asks for are recorded. */
    static void into(Context request, ActivityLog activity) {
        request.attribute(ACTIVITY, activity);
    }

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
        record(request, action, target, null);
    }

    /** @param detail or null */
    static void record(Context request, String action, String target, String detail) {
        logged(request, action, target, detail);
        activity(request).record(user(request).name(), request.ip(), action, target, detail);
    }

    /** What programs submit, which may do nothing else, is not in the activity log: their jobs are tracked, and would fill it. */
    static void submitted(Context request, String flow) {
        if (user(request).may(Role.OPERATE)) {
            record(request, "submit", flow);
        } else {
            logged(request, "submit", flow, null);
        }
    }

    private static void logged(Context request, String action, String target, String detail) {
        log.atInfo()
                .addKeyValue("user", user(request).name())
                .addKeyValue("from", request.ip())
                .addKeyValue("target", target)
                .addKeyValue("detail", detail)
                .log(action);
    }

    private static ActivityLog activity(Context request) {
        return request.attribute(ACTIVITY);
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
