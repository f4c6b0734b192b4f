package org.renkei.database;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Where calls run that must not be interrupted. H2 sleeps within a commit while another writer is faster, and when the sleep is
 * interrupted, it leaves that commit half done and the transaction number it had in use for ever: nobody else can write any more. A
 * broker of this process writes its files on the thread that calls it, and an interrupt closes them. On a {@link ShelteredThread} a call
 * runs where it is, on any other it costs a change of threads.
 */
public final class Shelter {

    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final ExecutorService THREADS = Executors.newCachedThreadPool(task -> {
        Thread thread = new ShelteredThread(task, "sheltered-call-" + NUMBERS.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    });

    private Shelter() {}

    /** Runs a call to its end, whoever interrupts the caller meanwhile; the caller is interrupted after it. */
    public static <T> T run(Callable<T> call) throws Exception {
        return Thread.currentThread() instanceof ShelteredThread thread ? here(thread, call) : elsewhere(call);
    }

    private static <T> T here(ShelteredThread thread, Callable<T> call) throws Exception {
        thread.enter();
        try {
            return call.call();
        } finally {
            thread.leave();
        }
    }

    private static <T> T elsewhere(Callable<T> call) throws Exception {
        Future<T> result = THREADS.submit(call);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return result.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw unwrapped(e);
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Exception unwrapped(ExecutionException e) {
        if (e.getCause() instanceof Error error) {
            throw error;
        }
        return (Exception) e.getCause();
    }
}
