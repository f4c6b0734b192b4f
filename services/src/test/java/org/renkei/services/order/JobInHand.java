package org.renkei.services.order;

import java.sql.Connection;
import java.util.Map;
import org.renkei.routes.application.Job;

/** A job that carries an order, as an application sees it in this attempt. */
record JobInHand(Order order, int attempt, Connection connection) implements Job {
    JobInHand(Order order, int attempt) {
        this(order, attempt, null);
    }

    @Override
    public String id() {
        return "9b2f";
    }

    @Override
    public String flow() {
        return "orders";
    }

    @Override
    public String step() {
        return "step";
    }

    @Override
    public boolean redelivered() {
        return false;
    }

    @Override
    public String correlationId() {
        return order.order();
    }

    @Override
    public String text() {
        return order.toString();
    }

    @Override
    public <T> T json(Class<T> type) {
        return type.cast(order);
    }

    @Override
    public Map<String, Object> headers() {
        return Map.of();
    }
}
