package org.renkei.routes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    @Test
    void c1_shouldWaitLongerEachTimeUpToTheLongest() {
        RetryPolicy retry = waits(0.0);

        assertThat(retry.delayAfter(1, 1)).hasMillis(100);
        assertThat(retry.delayAfter(2, 1)).hasMillis(200);
        assertThat(retry.delayAfter(3, 1)).hasMillis(350);
        assertThat(retry.delayAfter(1000, 1)).hasMillis(350);
    }

    @Test
    void c1_shouldAllowAsManyTriesMoreAsItsCount() {
        RetryPolicy retry = retries(2);

        assertThat(retry.allowsAfter(1)).isTrue();
        assertThat(retry.allowsAfter(2)).isTrue();
        assertThat(retry.allowsAfter(3)).isFalse();
        assertThat(retries(0).allowsAfter(1)).isFalse();
    }

    @Test
    void c1_shouldTakeUpToItsJitterOffADelay() {
        RetryPolicy retry = waits(0.5);

        assertThat(retry.delayAfter(1, 0)).hasMillis(100);
        assertThat(retry.delayAfter(1, 0.5)).hasMillis(75);
        assertThat(retry.delayAfter(1, 1)).hasMillis(50);
        assertThat(retry.delayAfter(3, 1)).hasMillis(175);
    }

    private static RetryPolicy waits(double jitter) {
        return new RetryPolicy(5, Duration.ofMillis(100), 2.0, Duration.ofMillis(350), jitter, null, null, null);
    }

    private static RetryPolicy retries(int count) {
        return new RetryPolicy(count, null, null, null, null, null, null, null);
    }
}
