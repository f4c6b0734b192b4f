package org.renkei.services.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.renkei.services.cli.ServerConnection;
import org.renkei.tracking.journey.JourneyState;

/** What tracking knows of each order, by its correlation id. */
final class OrderLedger {
    private static final int PAGE = 500;

    private final Map<String, List<JsonNode>> journeys = new HashMap<>();

    private OrderLedger() {}

    /** Reads all journeys of the flow, page by page. */
    static OrderLedger read(ServerConnection server) {
        OrderLedger ledger = new OrderLedger();
        String cursor = null;
        do {
            JsonNode page = server.get("/jobs", query(cursor));
            page.path("jobs").forEach(ledger::enter);
            cursor = page.path("next").asText(null);
        } while (cursor != null);
        return ledger;
    }

    private static Map<String, String> query(String cursor) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("flow", "orders");
        query.put("limit", Integer.toString(PAGE));
        query.put("after", cursor);
        return query;
    }

    private void enter(JsonNode journey) {
        journeys.computeIfAbsent(journey.path("correlationId").asText(), id -> new ArrayList<>())
                .add(journey);
    }

    /** Looks up each order that was sent, one by one, and compares with the shop's books. */
    DemoReport account(int sent, Charges charges) {
        int completed = 0;
        int rejected = 0;
        int redelivered = 0;
        int lost = 0;
        int missing = 0;
        int paid = 0;
        List<String> surprises = new ArrayList<>();
        for (int number = 1; number <= sent; number++) {
            SampleOrder order = new SampleOrder(number);
            List<JsonNode> found = journeys.getOrDefault(order.correlationId(), List.of());
            if (found.size() > 1) {
                surprises.add(order.correlationId() + " was taken for " + found.size() + " jobs");
            }
            JourneyState state = found.isEmpty() ? JourneyState.RUNNING : state(found.get(0));
            switch (state) {
                case COMPLETED -> completed++;
                case LOST -> lost++;
                case RUNNING -> missing++;
                default -> {
                    rejected++;
                    if (!order.isForUnknownArticle()) {
                        surprises.add(order.correlationId() + " " + state + ": "
                                + found.get(0).path("error").asText());
                    }
                }
            }
            boolean passedPayment = state == JourneyState.COMPLETED || state == JourneyState.LOST;
            paid += passedPayment && !order.isFreeSample() ? 1 : 0;
            redelivered += found.stream()
                            .anyMatch(journey -> journey.path("redelivered").asInt() > 0)
                    ? 1
                    : 0;
        }
        if (missing == 0 && charges.orders() != paid) {
            surprises.add(paid + " orders passed payment, but " + charges.orders() + " are charged");
        }
        return new DemoReport(
                sent, completed, rejected, redelivered, lost, missing, charges.orders(), charges.twice(), surprises);
    }

    private static JourneyState state(JsonNode journey) {
        return JourneyState.valueOf(journey.path("state").asText());
    }
}
