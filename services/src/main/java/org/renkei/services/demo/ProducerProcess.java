package org.renkei.services.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.renkei.services.cli.JavaProcess;
import org.renkei.services.lifecycle.RunFile;

/** The {@link OrderProducer} in a process of its own, as seen from here. */
final class ProducerProcess {
    private final Process process;
    private volatile int sent;

    private ProducerProcess(Process process) {
        this.process = process;
    }

    /**
     * @param password given by the environment, where other users cannot read it
     * @param errors the file for what goes wrong; being disconnected is among it
     */
    static ProducerProcess start(RunFile server, String user, String password, int orders, Path errors) {
        ProcessBuilder builder = new ProcessBuilder(new JavaProcess()
                .flag("-Xmx128m")
                .command(
                        OrderProducer.class,
                        "tcp://127.0.0.1:" + server.corePort(),
                        "amqp://127.0.0.1:" + server.amqpPort(),
                        Integer.toString(orders)));
        builder.environment().put("ORDERS_USER", user);
        builder.environment().put("ORDERS_PASSWORD", password);
        builder.redirectError(errors.toFile());
        try {
            ProducerProcess producer = new ProducerProcess(builder.start());
            Thread reader = new Thread(producer::readProgress, "producer-output");
            reader.setDaemon(true);
            reader.start();
            return producer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many orders are acknowledged. */
    int sent() {
        return sent;
    }

    boolean isRunning() {
        return process.isAlive();
    }

    void kill() {
        process.destroyForcibly();
    }

    private void readProgress() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("sent ")) {
                    sent = Integer.parseInt(line.substring("sent ".length()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
