package org.renkei.routes.external;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One program with its arguments, run as often as wanted, by any thread. No shell is involved.
 *
 * @param program and its arguments, as they are; never anything of a message
 * @param directory in which it runs
 * @param environment added to that of this process
 * @param timeout after which it is killed; what it has started is killed in any case when it ends
 * @param mostOutput bytes of standard output that it may print
 */
public record Command(
        List<String> program, Path directory, Map<String, String> environment, Duration timeout, int mostOutput) {
    private static final int TAIL = 4_096;
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static final long READ_OUT_MILLIS = 1_000;

    /**
     * Runs it to its end.
     *
     * @param input for its standard input; it need not read it
     * @param more environment of this call
     * @throws IOException if it cannot be started
     * @throws InterruptedException if this thread was interrupted; then it was killed
     */
    public CommandResult run(byte[] input, Map<String, String> more) throws IOException, InterruptedException {
        String mark = UUID.randomUUID().toString();
        ProcessBuilder builder = new ProcessBuilder(program).directory(directory.toFile());
        builder.environment().putAll(environment);
        builder.environment().putAll(more);
        builder.environment().put(ProcessTree.MARK, mark);
        Process process = builder.start();
        ProcessTree tree = new ProcessTree(process, mark);
        BoundedOutput printed = new BoundedOutput(mostOutput);
        OutputTail told = new OutputTail(TAIL);
        Executor threads = task -> daemon(process.pid(), task).start();
        CompletableFuture.runAsync(() -> write(process, input), threads);
        CompletableFuture<Void> read = CompletableFuture.allOf(
                CompletableFuture.runAsync(() -> read(process.getInputStream(), printed), threads),
                CompletableFuture.runAsync(() -> read(process.getErrorStream(), told), threads));
        boolean inTime = awaitEnd(process, tree, read);
        return new CommandResult(process.waitFor(), !inTime, printed.isOver(), printed.bytes(), told.text());
    }

    /** @return false if it was killed because its time was over */
    private boolean awaitEnd(Process process, ProcessTree tree, CompletableFuture<Void> read)
            throws InterruptedException {
        boolean inTime = false;
        try {
            inTime = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } finally {
            if (inTime) {
                tree.killRest();
            } else {
                tree.kill();
            }
        }
        awaitOutput(read);
        return inTime;
    }

    private static void awaitOutput(CompletableFuture<Void> read) throws InterruptedException {
        try {
            read.get(READ_OUT_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // Held by something that hides from those who look for it: what was read so far has to do.
            return;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Thread daemon(long pid, Runnable task) {
        Thread thread = new Thread(task, "command-" + pid + "-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    private static void write(Process process, byte[] input) {
        try (OutputStream stream = process.getOutputStream()) {
            stream.write(input);
        } catch (IOException e) {
            // It has ended, or has closed its input, without reading all of it: that is up to it.
            return;
        }
    }

    /** Reads on behind the limit, or the program would wait for ever. */
    private static void read(InputStream stream, OutputStream output) {
        try (stream) {
            stream.transferTo(output);
        } catch (IOException e) {
            // It was killed.
            return;
        }
    }
}
