package org.renkei.services.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Questions whose answers cost much: no more than two are worked on together, and an answer of before serves as long as nothing has changed. For who
 * only watches no more than a tenth of the time is spent. Thread-safe.
 */
final class Expensive {
    private static final int TOGETHER = 2;
    private static final int WAITING = 10;
    private static final Duration WORTH_REMEMBERING = Duration.ofMillis(20);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int REMEMBERED = 50;
    private static final int SHARE = 10;

    private final Semaphore working = new Semaphore(TOGETHER, true);
    private final Map<String, Known> known = new LinkedHashMap<>();

    /**
     * An answer of before.
     *
     * @param stamp of what it was made of
     */
    private record Known(Object answer, String stamp, long endedNanos, long tookNanos) {
        /** Spends no more than a tenth of the time on it. */
        boolean isRecent() {
            return System.nanoTime() - endedNanos < SHARE * tookNanos;
        }
    }

    /**
     * The answer to a request.
     *
     * @param stamp another one when the answer may be another
     * @throws Refused 429 if too many are asked together
     */
    <T> T answer(Context request, Class<T> type, String stamp, Supplier<T> work) {
        String question = question(request);
        Known before = before(question);
        if (before != null && (before.stamp().equals(stamp) || Operations.isWatched(request) && before.isRecent())) {
            return type.cast(before.answer());
        }
        return answerAndRemember(question, stamp, work);
    }

    /** The same of what need not be exact: an answer that took long serves ten times as long. */
    <T> T answerRoughly(Context request, Class<T> type, Supplier<T> work) {
        String question = question(request);
        Known before = before(question);
        return before != null && before.isRecent() ? type.cast(before.answer()) : answerAndRemember(question, "", work);
    }

    private static String question(Context request) {
        return request.path() + "?" + request.queryString();
    }

    private <T> T answerAndRemember(String question, String stamp, Supplier<T> work) {
        long began = System.nanoTime();
        T answer = answer(work);
        long took = System.nanoTime() - began;
        if (took > WORTH_REMEMBERING.toNanos()) {
            remember(question, new Known(answer, stamp, System.nanoTime(), took));
        }
        return answer;
    }

    /** @throws Refused 429 if too many are asked together */
    <T> T answer(Supplier<T> work) {
        if (working.getQueueLength() >= WAITING || !tryAcquire()) {
            throw new Refused(Problem.of(
                    429, "Too many searches", TOGETHER + " searches are under way already; try again in a moment"));
        }
        try {
            return work.get();
        } finally {
            working.release();
        }
    }

    private boolean tryAcquire() {
        try {
            return working.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private synchronized Known before(String question) {
        return known.get(question);
    }

    private synchronized void remember(String question, Known answer) {
        known.remove(question);
        known.put(question, answer);
        if (known.size() > REMEMBERED) {
            known.remove(known.keySet().iterator().next());
        }
    }
}
