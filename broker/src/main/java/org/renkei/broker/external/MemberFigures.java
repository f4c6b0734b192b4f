package org.renkei.broker.external;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/** What one broker said last of the queues of channels. Thread-safe; one thread at a time asks. */
final class MemberFigures {

    private static final int PAGE = 10_000;
    private static final String ALL = "{\"field\":\"\",\"operation\":\"\",\"value\":\"\"}";

    private final Predicate<String> wanted;
    private final Map<String, LongAdder> carried = new ConcurrentHashMap<>();
    private volatile Map<String, Answer> answers = Map.of();
    private volatile Map<String, Long> oldest = Map.of();
    private volatile Map<String, Integer> producers = Map.of();

    /** @param carriedBefore what this process had carried away when the answer came */
    private record Answer(QueueNumbers numbers, long carriedBefore) {}

    /** @param wanted the queues that count */
    MemberFigures(Predicate<String> wanted) {
        this.wanted = wanted;
    }

    QueueNumbers of(String queue) {
        Answer last = answers.get(queue);
        return last == null ? QueueNumbers.NONE : last.numbers.without(carried(queue) - last.carriedBefore);
    }

    /** This process has just taken these out of the queue: they do not count until the broker says so itself. */
    void carried(String queue, int messages) {
        carried.computeIfAbsent(queue, name -> new LongAdder()).add(messages);
    }

    private long carried(String queue) {
        LongAdder sum = carried.get(queue);
        return sum == null ? 0 : sum.sum();
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
        Map<String, Answer> found = new HashMap<>();
        for (JsonNode row : rows(asked, "listQueues")) {
            String name = row.path("name").asText();
            if (wanted.test(name)) {
                found.put(name, new Answer(QueueNumbers.of(row), carried(name)));
            }
        }
        answers = found;
    }

    /** Asks for what takes longer. */
    void askMore(Management asked) throws Exception {
        oldest = oldestOf(asked);
        producers = producersOf(asked);
    }

    /** One question for each queue that holds something: there is none for all. */
    private Map<String, Long> oldestOf(Management asked) throws Exception {
        Map<String, Long> found = new HashMap<>();
        for (Map.Entry<String, Answer> queue : answers.entrySet()) {
            QueueNumbers numbers = queue.getValue().numbers;
            if (numbers.depth() > numbers.scheduled()
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
