package org.renkei.routes.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    @Test
    void c1_shouldWaitLongerEachTimeUpToTheLongest() {
        RetryPolicy retry = new RetryPolicy(5, Duration.ofMillis(100), 2.0, Duration.ofMillis(350));

        assertThat(retry.delayAfter(1)).hasMillis(100);
        assertThat(retry.delayAfter(2)).hasMillis(200);
        assertThat(retry.delayAfter(3)).hasMillis(350);
        assertThat(retry.delayAfter(1000)).hasMillis(350);
    }

    @Test
    void c1_shouldAllowAsManyTriesMoreAsItsCount() {
        RetryPolicy retry = new RetryPolicy(2, null, null, null);

        assertThat(retry.allowsAfter(1)).isTrue();
        assertThat(retry.allowsAfter(2)).isTrue();
        assertThat(retry.allowsAfter(3)).isFalse();
        assertThat(new RetryPolicy(0, null, null, null).allowsAfter(1)).isFalse();
    }
}
