package org.renkei.broker.server;

import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.api.core.SimpleString;
import org.renkei.broker.table.RowKey;
import org.renkei.broker.table.StoredRow;

/**
 * A message in the broker's queue of a database channel that stands for a row lent to programs' consumers.
 *
 * @param lender whose it is
 * @param row as it was lent
 * @param brokersId of the message; a row that is lent once more gets another copy
 * @param bytes that it takes of the memory
 */
record LentCopy(Lender lender, StoredRow row, long brokersId, int bytes) {

    /** The property that names the row, as {@code RANK:ID}. No program can set it. */
    static final String PROPERTY = "renkei_row";

    private static final SimpleString NAME = SimpleString.of(PROPERTY);

    static String nameOf(RowKey row) {
        return row.rank() + ":" + row.id();
    }

    /** The id of the row that a message stands for; null if it is no copy. */
    static Long rowOf(Message message) {
        Object name = message.getObjectProperty(NAME);
        return name == null
                ? null
                : Long.valueOf(name.toString().substring(name.toString().indexOf(':') + 1));
    }
}
