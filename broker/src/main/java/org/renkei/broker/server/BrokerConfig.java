package org.renkei.broker.server;

import org.renkei.broker.config.ByteSize;
import org.renkei.broker.config.ConfigException;

/**
 * The settings of the embedded broker. Every one may be left out.
 *
 * @param core where JMS clients of Artemis connect. Default {@code 127.0.0.1:61616}
 * @param amqp where AMQP 1.0 clients connect. Default {@code 127.0.0.1:5672}
 * @param journal how messages reach the disk
 * @param memory what messages may use of the heap before they are paged to disk. Default a quarter of the greatest heap
 * @param diskFull percentage of the disk in use at which senders are refused, 1 to 100. Default 95
 * @param maxMessage the largest message that programs may send, as it comes, and uncompressed. Default 100MiB
 */
public record BrokerConfig(
        Listener core, Listener amqp, JournalConfig journal, ByteSize memory, Integer diskFull, ByteSize maxMessage) {

    private static final ByteSize LEAST_MEMORY = ByteSize.ofMebibytes(1);
    private static final ByteSize LEAST_MAX_MESSAGE = ByteSize.ofMebibytes(1);

    public BrokerConfig {
        core = (core == null ? new Listener(null, null) : core).orPort(61_616);
        amqp = (amqp == null ? new Listener(null, null) : amqp).orPort(5_672);
        if (core.port() != 0 && core.equals(amqp)) {
            throw new ConfigException("amqp.port", "must differ from core.port (" + core.port() + ")");
        }
        journal = journal == null ? new JournalConfig(null, null) : journal;
        memory = memory == null ? new ByteSize(Runtime.getRuntime().maxMemory() / 4) : memory;
        if (memory.bytes() < LEAST_MEMORY.bytes()) {
            throw new ConfigException("memory", "must be at least " + LEAST_MEMORY + ", was " + memory);
        }
        diskFull = diskFull == null ? 95 : diskFull;
        if (diskFull < 1 || diskFull > 100) {
            throw new ConfigException("diskFull", "must be 1 to 100, was " + diskFull);
        }
        maxMessage = maxMessage == null ? ByteSize.ofMebibytes(100) : maxMessage;
        if (maxMessage.bytes() < LEAST_MAX_MESSAGE.bytes()) {
            throw new ConfigException("maxMessage", "must be at least " + LEAST_MAX_MESSAGE + ", was " + maxMessage);
        }
    }

    /** The defaults, but at any free ports: for tests and for a second instance. */
    public static BrokerConfig anyPorts() {
        return new BrokerConfig(Listener.anyPort(), Listener.anyPort(), null, null, null, null);
    }
}
