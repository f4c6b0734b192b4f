package org.renkei.services.http;

import io.javalin.http.Context;
import java.util.List;

/**
 * A page of a list that is in memory. Where it ends is a number in it: a list that changes meanwhile may show a line twice or not.
 *
 * @param matched on all pages
 * @param next where the following page begins; null if this one is the last
 */
record Paging<T>(List<T> page, long matched, String next) {

    /** The page that a request asks for. */
    static <T> Paging<T> of(Context request, List<T> all) {
        int from = Math.min(from(request), all.size());
        int to = (int) Math.min((long) from + Parameters.limit(request), all.size());
        return new Paging<>(all.subList(from, to), all.size(), to < all.size() ? Integer.toString(to) : null);
    }

    private static int from(Context request) {
        String after = Parameters.text(request, "after").orElse("0");
        try {
            int from = Integer.parseInt(after);
            if (from >= 0) {
                return from;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw Refused.badRequest("after must be what next of the page before was, was '" + after + "'");
    }
}
