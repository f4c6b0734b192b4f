package org.renkei.services.lifecycle;

import java.time.Duration;

/** Is told of each stage as it starts and stops. Called by the thread that does it; must not block. */
public interface Progress {
    /** Tells nobody. */
    Progress SILENT = new Progress() {
        @Override
        public void started(String stage, Duration took) {}

        @Override
        public void stopped(String stage, Duration took) {}

        @Override
        public void failed(String stage, String reason) {}
    };

    void started(String stage, Duration took);

    void stopped(String stage, Duration took);

    /** The stage could not be started, or could not be stopped in order. */
    void failed(String stage, String reason);
}
