package org.renkei.services.http;

import io.javalin.http.Context;
import java.time.Duration;
import org.renkei.services.lifecycle.StopMode;
import org.renkei.services.lifecycle.Stopping;
import org.renkei.services.pending.PendingCheck;

/** {@code POST /stop}: 202 with what is pending, or 409 with it if the stop is refused. */
final class StopApi {
    private final Stopping stopping;
    private final Duration drain;

    /** @param drain how long a drain waits if the request does not say */
    StopApi(Stopping stopping, Duration drain) {
        this.stopping = stopping;
        this.drain = drain;
    }

    void addTo(Operations operations) {
        operations.answer("stop", this::stop);
    }

    private PendingCheck stop(Context request) {
        StopRequest wanted = Parameters.body(request, StopRequest.class);
        StopMode mode =
                wanted.mode() == null ? StopMode.NORMAL : Parameters.choice("mode", wanted.mode(), StopMode.class);
        Duration within = wanted.within() == null ? drain : Parameters.duration("within", wanted.within());
        Audit.record(request, "stop", mode.name());
        PendingCheck check = switch (mode) {
            case NORMAL -> stopping.stop();
            case DRAIN -> stopping.drainAndStop(within);
            case FORCE -> stopping.force();
        };
        request.status(202);
        return check;
    }

    private record StopRequest(String mode, String within) {}
}
