package org.renkei.services.demo;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * What became of the orders.
 *
 * @param sent orders that the producer has an acknowledgement for
 * @param completed orders that passed every step
 * @param rejected orders for an article that nobody knows
 * @param redelivered orders that ran again in some step because the crash had interrupted it
 * @param lostVolatile orders whose notification was in memory at the crash
 * @param missing orders sent of which tracking knows no end: must be 0
 * @param charged orders with a charge in the shop's books: as many as passed payment
 * @param chargedTwice charges beyond the first of an order: must be 0
 * @param surprises whatever else should not have happened, one sentence each: must be empty
 */
public record DemoReport(
        int sent,
        int completed,
        int rejected,
        int redelivered,
        int lostVolatile,
        int missing,
        int charged,
        int chargedTwice,
        @JsonIgnore List<String> surprises) {

    @JsonIgnore
    public boolean isAsPromised() {
        return missing == 0 && chargedTwice == 0 && surprises.isEmpty();
    }
}
