package org.renkei.routes.flow;

import org.renkei.broker.config.Checks;

/**
 * What undoes a step that a job has passed, when a later one gives up (C2). It runs in the step's own channel, and gets the job as it
 * was before the step that gave up. What it makes of the body is dropped.
 *
 * @param bean see {@link ApplicationRef}, as for all but the last
 * @param method of the bean; or null
 * @param uri a Camel endpoint; or null
 * @param command of the operating system; or null
 * @param http endpoint; or null
 * @param retry what follows an exception; not that of the step
 */
public record Undo(String bean, String method, String uri, CommandConfig command, HttpConfig http, RetryPolicy retry) {

    public Undo {
        Checks checks = new Checks();
        ApplicationRef.check(bean, method, uri, command, http, checks);
        checks.done();
        retry = retry == null ? RetryPolicy.DEFAULT : retry;
    }

    public ApplicationRef application() {
        return new ApplicationRef(bean, method, uri, command, http);
    }
}
