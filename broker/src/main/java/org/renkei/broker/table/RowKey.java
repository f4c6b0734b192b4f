package org.renkei.broker.table;

/**
 * Where a row is: the key of the message table, in whose order rows are handed out.
 *
 * @param rank 0 high, 1 normal, 2 low; 10 more while it waits for its time; 20 more while it is lent to a program's consumer
 * @param id grows with each row
 */
public record RowKey(String channel, int rank, long id) {

    static final int WAITING = 10;
    static final int LENT = 20;

    boolean isReady() {
        return rank < WAITING;
    }

    boolean isWaiting() {
        return rank >= WAITING && rank < LENT;
    }
}
