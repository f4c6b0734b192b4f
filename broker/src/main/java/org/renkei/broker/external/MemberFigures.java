package org.renkei.broker.external;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What one broker said last of the queues of channels. Thread-safe; one thread at a time asks. */
final class MemberFigures {

    private static final int PAGE = 10_000;
    private static final String ALL = "{\"field\":\"\",\"operation\":\"\",\"value\":\"\"}";

    private final Predicate<String> wanted;
    private volatile Map<String, QueueNumbers> numbers = Map.of();
    private volatile Map<String, Long> oldest = Map.of();
    private volatile Map<String, Integer> producers = Map.of();

    /** @param wanted the queues that count */
    MemberFigures(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    QueueNumbers of(String queue) {
        return numbers.getOrDefault(queue, QueueNumbers.NONE);
    }

    /** When the first message in line was sent, in milliseconds; null if there is none. */
    Long oldest(String queue) {
        return oldest.get(queue);
    }

    int producers(String address) {
        return producers.getOrDefault(address, 0);
    }

    /** Asks for the numbers of all queues in one question. */
    void ask(Management asked) throws Exception {
        Map<String, QueueNumbers> found = new HashMap<>();
        for (JsonNode row : rows(asked, "listQueues")) {
            String name = row.path("name").asText();
            if (wanted.test(name)) {
                found.put(name, QueueNumbers.of(row));
            }
        }
        numbers = found;
    }

    /** Asks for what takes longer. */
    void askMore(Management asked) throws Exception {
        oldest = oldestOf(asked);
        producers = producersOf(asked);
    }

    /** One question for each queue that holds something: there is none for all. */
    private Map<String, Long> oldestOf(Management asked) throws Exception {
        Map<String, Long> found = new HashMap<>();
        for (Map.Entry<String, QueueNumbers> queue : numbers.entrySet()) {
            if (queue.getValue().depth() > queue.getValue().scheduled()
                    && asked.attributeOfQueue(queue.getKey(), "firstMessageTimestamp") instanceof Number sent) {
                found.put(queue.getKey(), sent.longValue());
            }
        }
        return found;
    }

    private static Map<String, Integer> producersOf(Management asked) throws Exception {
        Map<String, Integer> found = new HashMap<>();
        for (JsonNode row : rows(asked, "listProducers")) {
            found.merge(row.path("address").asText(), 1, Integer::sum);
        }
        return found;
    }

    /** All rows of a listing that comes in pages. */
    static List<JsonNode> rows(Management asked, String listing) throws Exception {
        List<JsonNode> rows = new ArrayList<>();
        for (int page = 1; ; page++) {
            JsonNode data = asked.json(listing, ALL, page, PAGE).path("data");
            data.forEach(rows::add);
            if (data.size() < PAGE) {
                return rows;
            }
        }
    }
}
