package org.renkei.services.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
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
        Order order = order("busy", new Order.Line("tea", 1, 450)).withTotal(450);
        Payment payment = new Payment();

        try (Connection books = books()) {
            assertThatThrownBy(() -> payment.process(new JobInHand(order, 1, books)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("ORDER-0001");
            assertThat(body(payment.process(new JobInHand(order, 2, books))).payment())
                    .isEqualTo("PAY-ORDER-0001");
        }
    }

    @Test
    void shouldChargeWhatTheOrderCosts() throws Exception {
        try (Connection books = books()) {
            new Payment().process(new JobInHand(TEA.withTotal(1_200), 1, books));

            try (ResultSet charge = books.createStatement().executeQuery("select * from charge")) {
                assertThat(charge.next()).isTrue();
                assertThat(charge.getString("order_number")).isEqualTo("ORDER-0001");
                assertThat(charge.getString("job")).isEqualTo("9b2f");
                assertThat(charge.getLong("amount")).isEqualTo(1_200);
                assertThat(charge.next()).isFalse();
            }
        }
    }

    /** With the tables that are shipped. */
    private static Connection books() throws Exception {
        Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
        connection.createStatement().execute(Files.readString(Path.of("../etc/databases/shop/V1__charges.sql")));
        return connection;
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
