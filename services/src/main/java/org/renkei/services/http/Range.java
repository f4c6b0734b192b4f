package org.renkei.services.http;

import io.javalin.http.Context;
import org.renkei.services.monitor.HistoryRange;

/** How far back a history goes, in the words of the contract. */
final class Range {
    private Range() {}

    /** The last hour, if the request does not say. */
    static HistoryRange of(Context request) {
        return Parameters.text(request, "range").filter("24h"::equalsIgnoreCase).isPresent()
                ? HistoryRange.DAY
                : HistoryRange.HOUR;
    }
}
