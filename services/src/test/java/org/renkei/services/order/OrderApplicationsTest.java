package org.renkei.services.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.renkei.routes.application.Outcome;

class OrderApplicationsTest {
    private static final Order TEA = order("good", new Order.Line("tea", 2, 450), new Order.Line("cup", 1, 300));

    @Test
    void shouldAddUpWhatTheLinesCost() {
        Order after = body(new Intake().process(new JobInHand(TEA, 1)));

        assertThat(after.total()).isEqualTo(1_200);
    }

    @Test
    void shouldReserveWhatIsInTheCatalogue() {
        Order after = body(new Stock().process(new JobInHand(TEA, 1)));

        assertThat(after.reservation()).isEqualTo("RES-ORDER-0001");
    }

    @Test
    void shouldRejectAnArticleNobodyKnows() {
        Order order = order("good", new Order.Line("tea", 1, 450), new Order.Line("unicorn", 1, 1));

        Outcome outcome = new Stock().process(new JobInHand(order, 1));

        assertThat(reason(outcome)).isEqualTo("no such article: unicorn");
    }

    @Test
    void shouldThrowWhileTheBankIsBusyAndPayWithTheNextAttempt() throws Exception {
        Order order = order("busy", new Order.Line("tea", 1, 450));
        Payment payment = new Payment();

        assertThatThrownBy(() -> payment.process(new JobInHand(order, 1)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ORDER-0001");
        assertThat(body(payment.process(new JobInHand(order, 2))).payment()).isEqualTo("PAY-ORDER-0001");
    }

    @Test
    void shouldGiveTheSameResultWhenRunAgainAfterACrash() {
        assertThat(body(new Shipping().process(new JobInHand(TEA, 1))))
                .isEqualTo(body(new Shipping().process(new JobInHand(TEA, 1))));
    }

    @Test
    void shouldLeaveTheOrderAsItIsWhenNotifying() {
        assertThat(bodyOrNull(new Notification().process(new JobInHand(TEA, 1))))
                .isNull();
    }

    private static Order order(String bank, Order.Line... lines) {
        return new Order("ORDER-0001", "Sen no Rikyu", bank, List.of(lines), null, null, null, null);
    }

    private static Order body(Outcome outcome) {
        return (Order) bodyOrNull(outcome);
    }

    private static Object bodyOrNull(Outcome outcome) {
        return outcome.<Object>fold(body -> body, (delay, why) -> why, why -> why, why -> why);
    }

    private static String reason(Outcome outcome) {
        return outcome.fold(body -> "done", (delay, why) -> "again", why -> "repeat", why -> why);
    }
}
