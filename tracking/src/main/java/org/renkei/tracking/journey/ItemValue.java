package org.renkei.tracking.journey;

/** A value as it is stored: the head is in the index, the rest may be too long for it. */
record ItemValue(String head, String rest) {

    /** @param value null counts as empty */
    static ItemValue of(String value) {
        String stored = value == null ? "" : Column.ITEM.fit(value);
        int cut = Column.ITEM_HEAD.cut(stored);
        return new ItemValue(stored.substring(0, cut), stored.substring(cut));
    }
}
