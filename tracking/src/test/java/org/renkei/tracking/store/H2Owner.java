package org.renkei.tracking.store;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.renkei.tracking.journey.JobEvents;

/** A process of its own that opens a database, writes the journey of job j, and keeps it open until it is killed. */
final class H2Owner {

    private H2Owner() {}

    /** Returns when the journey is written. */
    static Process start(Path dir) throws IOException {
        Process owner = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        H2Owner.class.getName(),
                        dir.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (owner.getInputStream().read() < 0) {
            throw new IOException("the process ended before it wrote");
        }
        return owner;
    }

    public static void main(String[] args) throws IOException {
        try (TrackingStore store = TrackingStore.open(TrackingConfig.embedded(Path.of(args[0])), Clock.systemUTC())) {
            store.writer().write(JobEvents.of("j").threeSteps());
            System.out.println("written");
            System.out.flush();
            System.in.read();
        }
    }
}
