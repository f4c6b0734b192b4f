package org.renkei.routes.engine;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.app.Apps;
import org.renkei.routes.userroute.UserRoutes;

/** Changes the applications in jars while jobs run, and with them what uses them. One change comes after the other, of flows as well. */
final class AppDeployment {
    private final Apps apps;
    private final FlowDeployment flows;
    private final UserRoutes routes;

    /** @param routes tried with the new applications, and those built again that use them */
    AppDeployment(Apps apps, FlowDeployment flows, UserRoutes routes) {
        this.apps = apps;
        this.flows = flows;
        this.routes = routes;
    }

    /**
     * The flows that call what has changed become other versions; what jobs are on stays.
     *
     * @param folders all applications, by their names
     * @return the names of the beans whose meaning has changed
     * @throws RenkeiException for the first thing that is wrong; nothing has changed then
     */
    Set<String> deploy(Map<String, Path> folders, String who) {
        synchronized (flows) {
            Apps.Change change = apps.prepare(folders);
            if (!change.beans().isEmpty()) {
                make(change, who);
            }
            return change.beans();
        }
    }

    private void make(Apps.Change change, String who) {
        Apps.Change back = apps.make(change);
        try {
            routes.tryOut();
            flows.deployAgain(who);
        } catch (RuntimeException e) {
            apps.make(back);
            throw e;
        }
        try {
            routes.rebuild(change.beans());
        } catch (RuntimeException e) {
            apps.make(back);
            goBack(change.beans(), who, e);
            throw e;
        }
    }

    private void goBack(Set<String> changed, String who, RuntimeException cause) {
        try {
            flows.deployAgain(who);
            routes.rebuild(changed);
        } catch (RuntimeException e) {
            cause.addSuppressed(e);
        }
    }
}
