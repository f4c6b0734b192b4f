package org.renkei.broker.limits;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AdmissionTest {

    private final AtomicLong queue = new AtomicLong();
    private final AtomicLong late = new AtomicLong();
    private final Admission admission = new Admission(late::get, () -> late.set(queue.get()));

    @Test
    void a4_shouldLetInExactlyAsManyAsThereIsRoomFor() {
        for (int i = 0; i < 3; i++) {
            assertThat(admission.tryReserve(3)).isTrue();
            arrive();
        }

        assertThat(admission.tryReserve(3)).isFalse();
    }

    @Test
    void a4_shouldCountWhatTheQueueDoesNotShowYet() {
        admission.tryReserve(2);
        admission.tryReserve(2);

        assertThat(admission.tryReserve(2)).isFalse();
        assertThat(admission.depth()).isEqualTo(2);
    }

    @Test
    void shouldGiveRoomBackThatWasReleased() {
        admission.tryReserve(1);
        admission.release(1);

        assertThat(admission.tryReserve(1)).isTrue();
    }

    @Test
    void shouldMakeRoomWhenTheQueueEmpties() {
        admission.tryReserve(1);
        arrive();
        queue.decrementAndGet();

        assertThat(admission.tryReserve(1)).isTrue();
    }

    /** It is in the queue a moment before it is settled. */
    @Test
    void a4_shouldRefuseNobodyForWhatCountsTwiceForAMoment() {
        admission.tryReserve(2);
        queue.incrementAndGet();
        late.incrementAndGet();
        Thread settling = new Thread(() -> admission.settle(1));
        assertThat(admission.depth()).isEqualTo(2);
        settling.start();

        assertThat(admission.sureDepth()).isEqualTo(1);
        assertThat(admission.tryReserve(2)).isTrue();
        assertThat(admission.tryReserve(2)).isFalse();
    }

    private void arrive() {
        queue.incrementAndGet();
        admission.settle(1);
    }
}
