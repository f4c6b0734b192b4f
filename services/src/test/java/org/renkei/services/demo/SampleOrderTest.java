package org.renkei.services.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.renkei.services.order.Order;

class SampleOrderTest {

    @Test
    void shouldBeAnOrderThatTheApplicationsCanRead() throws Exception {
        Order order = new ObjectMapper().readValue(new SampleOrder(7).json(), Order.class);

        assertThat(order.order()).isEqualTo("ORDER-0007");
        assertThat(order.bank()).isEqualTo("busy");
        assertThat(order.cost()).isPositive();
    }

    @Test
    void shouldBeRejectedBusyAndFreeInTheSharesThatTheDemoSpeaksOf() {
        assertThat(ofAThousand(SampleOrder::isForUnknownArticle)).isEqualTo(20);
        assertThat(ofAThousand(SampleOrder::meetsBusyBank)).isEqualTo(50);
        assertThat(ofAThousand(SampleOrder::isFreeSample)).isEqualTo(40);
    }

    private static long ofAThousand(Predicate<SampleOrder> kind) {
        return IntStream.rangeClosed(1, 1_000)
                .mapToObj(SampleOrder::new)
                .filter(kind)
                .count();
    }
}
