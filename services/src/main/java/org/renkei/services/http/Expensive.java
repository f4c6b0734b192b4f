package org.renkei.services.http;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Questions whose answers cost much: no more than two are worked on together, and who only watches gets the answer of before as long as
 * nothing has changed, and at most a tenth of the time is spent for him. Thread-safe.
 */
final class Expensive {
    private static final int TOGETHER = 2;
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
        boolean stillServes(String now) {
            return stamp.equals(now) || System.nanoTime() - endedNanos < SHARE * tookNanos;
        }
    }

    /**
     * The answer to a request.
     *
     * @param stamp another one when the answer may be another
     * @throws Refused 429 if too many are asked together
     */
    <T> T answer(Context request, Class<T> type, String stamp, Supplier<T> work) {
        String question = request.fullUrl();
        if (Operations.isWatched(request)) {
            Known before = before(question);
            if (before != null && before.stillServes(stamp)) {
                return type.cast(before.answer());
            }
        }
        long began = System.nanoTime();
        T answer = answer(work);
        remember(question, new Known(answer, stamp, System.nanoTime(), System.nanoTime() - began));
        return answer;
    }

    /** @throws Refused 429 if too many are asked together */
    <T> T answer(Supplier<T> work) {
        if (!tryAcquire()) {
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
