package org.renkei.services.alarm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.renkei.broker.error.ErrorCode;
import org.renkei.broker.error.RenkeiException;
import org.renkei.routes.external.HttpEndpoint;
import org.renkei.routes.external.HttpResult;

/** Posts each announcement as JSON. Redirections are not followed. */
final class Webhook implements Receiver {
    private static final int ANSWER_THAT_IS_READ = 1_000;
    /** Timeout, too early, too many: worth another try though it is the client's fault. */
    private static final Set<Integer> AGAIN = Set.of(408, 425, 429);

    private final HttpEndpoint endpoint;

    Webhook(WebhookConfig config) {
        this.endpoint =
                new HttpEndpoint(config.address(), "POST", config.headers(), config.timeout(), ANSWER_THAT_IS_READ);
    }

    @Override
    public String name() {
        return "alarm webhook";
    }

    @Override
    public void take(Announcement announcement) throws InterruptedException {
        int status = post(announcement).status();
        if (status >= 300 && status < 500 && !AGAIN.contains(status)) {
            throw new RenkeiException(ErrorCode.ALARM_REFUSED, host() + " answered " + status);
        }
        if (status < 200 || status >= 300) {
            throw new RenkeiException(ErrorCode.ALARM_NOT_TAKEN, host() + " answered " + status);
        }
    }

    private HttpResult post(Announcement announcement) throws InterruptedException {
        try {
            return endpoint.call(
                    announcement.json().getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/json"));
        } catch (IOException e) {
            throw new RenkeiException(ErrorCode.ALARM_NOT_TAKEN, host() + " does not answer: " + e, e);
        }
    }

    /** The rest of the address may be a secret. */
    private String host() {
        return endpoint.address().getHost();
    }
}
