package org.renkei.services.order;

import java.util.Optional;
import java.util.Set;
import org.renkei.routes.application.Application;
import org.renkei.routes.application.Job;
import org.renkei.routes.application.Outcome;

/** Reserves the goods. An article that is not in the catalogue cannot be had by trying again, so the order is rejected. */
public final class Stock implements Application {
    private static final Set<String> CATALOGUE = Set.of("tea", "kettle", "cup", "saucer", "spoon", "sample");

    @Override
    public Outcome process(Job job) {
        Order order = job.json(Order.class);
        return unknownArticle(order)
                .map(article -> Outcome.failed("no such article: " + article))
                .orElseGet(() -> Outcome.done(order.withReservation("RES-" + order.order())));
    }

    private static Optional<String> unknownArticle(Order order) {
        return order.lines().stream()
                .map(Order.Line::article)
                .filter(article -> !CATALOGUE.contains(article))
                .findFirst();
    }
}
