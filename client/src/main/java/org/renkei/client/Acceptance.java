package org.renkei.client;

/**
 * A job was accepted: its message is in the start channel, on disk if that is persistent or lives in a database.
 *
 * @param messageId the JMS message id, by which operators find the message in the start channel; it says nothing about the job when the
 *     same submission was accepted before
 * @param correlationId the job's correlation id: {@code renkei track --correlation} finds the job by it, {@link RenkeiClient#result}
 *     its result
 * @param duplicateKey the key under which the job is started once
 */
public record Acceptance(String messageId, String correlationId, String duplicateKey) {}
