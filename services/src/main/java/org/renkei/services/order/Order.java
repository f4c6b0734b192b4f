package org.renkei.services.order;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * An order as JSON carries it from step to step; each step adds what it knows.
 *
 * @param order the shop's number
 * @param bank the customer's bank; null if nothing is to be paid by bank
 * @param lines never empty
 * @param total in cents; null until intake has added it up
 * @param reservation null until stock has reserved the goods
 * @param payment null until payment was made
 * @param parcel null until shipping has packed it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Order(
        String order,
        String customer,
        String bank,
        List<Line> lines,
        Long total,
        String reservation,
        String payment,
        String parcel) {

    /**
     * So many pieces of one article.
     *
     * @param price of one piece, in cents
     */
    public record Line(String article, int quantity, long price) {}

    /** What the lines cost, in cents. */
    public long cost() {
        return lines.stream().mapToLong(line -> line.quantity() * line.price()).sum();
    }

    public Order withTotal(long newTotal) {
        return new Order(order, customer, bank, lines, newTotal, reservation, payment, parcel);
    }

    public Order withReservation(String newReservation) {
        return new Order(order, customer, bank, lines, total, newReservation, payment, parcel);
    }

    public Order withPayment(String newPayment) {
        return new Order(order, customer, bank, lines, total, reservation, newPayment, parcel);
    }

    public Order withParcel(String newParcel) {
        return new Order(order, customer, bank, lines, total, reservation, payment, newParcel);
    }
}
