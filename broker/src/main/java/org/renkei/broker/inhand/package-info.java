/**
 * What each worker has received and not committed, noted so that it survives {@code kill -9}: neither the broker's delivery count
 * nor a table's does. {@link org.renkei.broker.inhand.InHandNotes} are those of one process and one store of messages,
 * {@link org.renkei.broker.inhand.InHand} those of one worker.
 */
package org.renkei.broker.inhand;
