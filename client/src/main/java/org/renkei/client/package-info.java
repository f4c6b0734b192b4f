/**
 * For programs that submit jobs over JMS and want to know what became of them.
 *
 * <p>A {@link org.renkei.client.RenkeiClient} takes the {@code ConnectionFactory} of any JMS client library, sends a
 * {@link org.renkei.client.Submission} to the start channel of a flow, and, if asked, waits for the
 * {@link org.renkei.client.JobResult}. What can go wrong has an exception each, all of them a
 * {@link org.renkei.client.RenkeiClientException}.
 *
 * <p>It is a thin layer: a message that it sends is one that any JMS or AMQP program could send, and results can be fetched by one
 * program that another has asked for. It needs nothing but the Jakarta JMS API.
 */
package org.renkei.client;
