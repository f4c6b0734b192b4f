package org.renkei.services.deploy;

import java.nio.file.Path;
import org.renkei.routes.app.AppFolders;
import org.renkei.routes.engine.FlowEngine;
import org.renkei.services.activity.ActivityLog;

/** The folder {@code apps} of a running system: applications in jars, a folder for each. Thread-safe. */
final class AppFolder extends FollowedFolder {
    private final FlowEngine engine;
    private final ActivityLog activity;

    AppFolder(Path folder, FlowEngine engine, ActivityLog activity) {
        super("apps", folder, 2);
        this.engine = engine;
        this.activity = activity;
    }

    @Override
    void deployWhatLiesThere() {
        engine.deployApps(AppFolders.in(folder()), name()).stream()
                .sorted()
                .forEach(bean -> activity.record(
                        name(), null, "app deploy", bean, engine.origin(bean).orElse("gone")));
    }
}
