package org.renkei.services.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.renkei.database.RepeatedWork;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers that are sent again whenever they have changed, once a second at the most, as server-sent events. Those who ask the same
 * share one answer. A reader that is slow misses answers but keeps nobody waiting. The thread {@code renkei-console-live} looks, and
 * {@code renkei-console-work-N} ask and write. Thread-safe.
 */
final class Live implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Live.class);
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSE = Duration.ofSeconds(2);
    private static final int MOST = 100;
    private static final int MOST_OF_ONE = 50;
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(10);

    private final Predicate<Context> stillAllowed;
    private final Collection<Stream> streams = ConcurrentHashMap.newKeySet();
    private final Set<String> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicInteger workers = new AtomicInteger();
    private final ThreadPoolExecutor working = new ThreadPoolExecutor(
            0,
            2 * MOST,
            10,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            work -> daemon(work, "renkei-console-work-" + workers.incrementAndGet()));
    private final RepeatedWork looking = new RepeatedWork("renkei-console-live", this::look);

    /** @param stillAllowed whether who asked is still signed in and may still see it */
    Live(Predicate<Context> stillAllowed) {
        this.stillAllowed = stillAllowed;
        looking.start(EVERY, EVERY);
    }

    private static Thread daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Sends the answer now, and again when it has changed, until the reader leaves or may not see it any more.
     *
     * @throws Refused 503 if too many watch already; what the answer throws at first
     */
    void watch(Context request, Operations.Answer answer) throws Exception {
        if (streams.size() >= MOST) {
            throw new Refused(Problem.of(
                    503, "Too many watch", MOST + " pages watch already; close one, or ask without text/event-stream"));
        }
        String user = Audit.user(request).name();
        if (streams.stream().filter(stream -> stream.user.equals(user)).count() >= MOST_OF_ONE) {
            throw new Refused(Problem.of(
                    503, "Too many watch", "user " + user + " watches " + MOST_OF_ONE + " pages already; close one"));
        }
        String first = json(answer.to(request));
        new SseHandler(client -> {
                    client.keepAlive();
                    Stream stream = new Stream(client, answer);
                    client.onClose(() -> streams.remove(stream));
                    stream.send(first);
                    streams.add(stream);
                })
                .handle(request);
    }

    private void look() {
        Map<String, List<Stream>> same = streams.stream().collect(Collectors.groupingBy(Stream::question));
        same.forEach(this::lookLater);
    }

    /** What takes long for one, as when a database is away, keeps nobody else waiting. */
    private void lookLater(String question, List<Stream> alike) {
        if (!underWay.add(question)) {
            return;
        }
        try {
            working.execute(() -> look(question, alike));
        } catch (RejectedExecutionException e) {
            underWay.remove(question);
        }
    }

    private void look(String question, List<Stream> alike) {
        try {
            String answer = answer(alike.stream()
                    .filter(stream -> !stream.client.terminated())
                    .findFirst()
                    .orElse(alike.get(0)));
            alike.stream().filter(Stream::isIdle).forEach(stream -> sendLater(stream, answer));
        } finally {
            underWay.remove(question);
        }
    }

    private static String answer(Stream stream) {
        try {
            return json(stream.answer.to(stream.client.ctx()));
        } catch (Exception e) {
            // Such as a tracking database that is away: who watches sees the last answer and asks for the reason
            // himself.
            log.atDebug().setCause(e).log("no live answer");
            return null;
        }
    }

    private void sendLater(Stream stream, String answer) {
        try {
            stream.busy = true;
            working.execute(() -> send(stream, answer));
        } catch (RejectedExecutionException e) {
            stream.busy = false;
        }
    }

    private void send(Stream stream, String answer) {
        try {
            if (stream.client.terminated() || !stillAllowed.test(stream.client.ctx())) {
                streams.remove(stream);
                stream.client.close();
            } else if (answer == null) {
                stream.fail();
            } else {
                stream.tell(answer);
            }
        } catch (RuntimeException e) {
            streams.remove(stream);
            stream.client.close();
        } finally {
            stream.busy = false;
        }
    }

    private static String json(Object answer) throws JsonProcessingException {
        return Json.MAPPER.writeValueAsString(answer);
    }

    @Override
    public void close() {
        looking.close();
        streams.forEach(stream -> stream.client.close());
        working.shutdownNow();
        try {
            if (!working.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS)) {
                log.atWarn().log("live answers did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One reader. */
    private static final class Stream {
        private final SseClient client;
        private final Operations.Answer answer;
        private final String question;
        private final String user;
        private volatile long toldNanos;
        private volatile boolean busy;
        private volatile String sent;

        Stream(SseClient client, Operations.Answer answer) {
            this.client = client;
            this.answer = answer;
            this.question = client.ctx().path() + "?" + client.ctx().queryString();
            this.user = Audit.user(client.ctx()).name();
        }

        boolean isIdle() {
            return !busy;
        }

        String question() {
            return question;
        }

        /** If it is another than before; else now and then a sign of life, which also shows whether anybody is there. */
        void tell(String json) {
            if (!json.equals(sent)) {
                send(json);
            } else if (System.nanoTime() - toldNanos > LONGEST_SILENCE.toNanos()) {
                client.sendComment("still here");
                toldNanos = System.nanoTime();
            }
        }

        void send(String json) {
            client.sendEvent("message", json, null);
            sent = json;
            toldNanos = System.nanoTime();
        }

        /** Once, until there is an answer again. */
        void fail() {
            if (sent != null) {
                client.sendEvent("away", "{}", null);
                sent = null;
            }
        }
    }
}
