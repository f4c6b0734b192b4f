package org.renkei.broker.channel;

import java.time.Instant;

/**
 * Who is connected to a channel. One that sends but names the channel only with each message is not seen.
 *
 * @param own Renkei's own workers, all of them in one; {@code user}, {@code remote}, {@code clientId}, {@code since} and {@code selector}
 *     are null then
 * @param number how many workers; 1 for a program's
 * @param user as whom it has logged in
 * @param protocol {@code CORE}, {@code AMQP}, or {@code IN_PROCESS} for connections within this process
 * @param remote address and port from which it came; null within this process
 * @param clientId the JMS client id, or the container id of AMQP; null if it gave none
 * @param since when its connection was made
 * @param inHand messages that it has and has not committed, what waits in its buffer included; 0 for one that sends
 * @param selector which messages it wants; null for all
 */
public record Client(
        ClientRole role,
        boolean own,
        int number,
        String user,
        String protocol,
        String remote,
        String clientId,
        Instant since,
        long inHand,
        String selector) {

    public static final String IN_PROCESS = "IN_PROCESS";

    /** Renkei's own workers on a channel. */
    public static Client workers(int number, long inHand) {
        return new Client(ClientRole.CONSUMER, true, number, null, IN_PROCESS, null, null, null, inHand, null);
    }
}
